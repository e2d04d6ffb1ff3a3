import assert from "node:assert/strict";
import fc from "fast-check";
import {
  formatReference,
  fullName,
  InvalidReferenceError,
  parseReference,
  repositoryNameFrom,
  repositoryOf,
} from "../../providers/images/reference";

const DIGEST = `sha256:${"a1".repeat(32)}`;

describe("The name of an image", () => {
  for (const [text, full, listed] of [
    ["ubuntu:14.04", "docker.io/library/ubuntu:14.04", "ubuntu:14.04"],
    ["ubuntu", "docker.io/library/ubuntu:latest", "ubuntu:latest"],
    ["a_b/c__d", "docker.io/a_b/c__d:latest", "a_b/c__d:latest"],
    ["grafana/loki", "docker.io/grafana/loki:latest", "grafana/loki:latest"],
    ["docker.io/redis", "docker.io/library/redis:latest", "redis:latest"],
    ["index.docker.io/library/redis:7", "docker.io/library/redis:7", "redis:7"],
    ["ghcr.io/a/b/c:1.2-x", "ghcr.io/a/b/c:1.2-x", "ghcr.io/a/b/c:1.2-x"],
    ["localhost/app", "localhost/app:latest", "localhost/app:latest"],
    ["127.0.0.1:5000/app", "127.0.0.1:5000/app:latest", "127.0.0.1:5000/app:latest"],
    ["[::1]:5000/app:2", "[::1]:5000/app:2", "[::1]:5000/app:2"],
    ["registry:5000/app:2", "registry:5000/app:2", "registry:5000/app:2"],
    [`redis@${DIGEST}`, `docker.io/library/redis@${DIGEST}`, `redis@${DIGEST}`],
    [`redis:7@${DIGEST}`, `docker.io/library/redis@${DIGEST}`, `redis@${DIGEST}`],
    ["docker.io/library/a.b/c", "docker.io/library/a.b/c:latest", "library/a.b/c:latest"],
    ["docker.io/library/team/app", "docker.io/library/team/app:latest", "library/team/app:latest"],
  ] as const) {
    it(`must be read as Docker reads it: ${text}`, () => {
      assert.equal(fullName(parseReference(text)), full);
      assert.equal(formatReference(parseReference(text)), listed);
    });
  }

  for (const [text, reason] of [
    ["", /lower-case letters/],
    ["Ubuntu", /lower case/],
    ["a b", /lower-case letters/],
    ["app:", /its tag/],
    ["app:-x", /its tag/],
    [`app:${"x".repeat(129)}`, /its tag/],
    ["app@sha256:12", /not a digest/],
    ["app@@", /more than one @/],
    ["a..b", /lower-case letters/],
    ["a//b", /lower-case letters/],
    ["-a.b/c", /registry/],
    ["f".repeat(64), /image's id/],
    [`a/${"b".repeat(255)}`, /longer/],
  ] as const) {
    it(`must be refused with a reason: ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.throws(
        () => parseReference(text),
        (error: unknown) => error instanceof InvalidReferenceError && reason.test(error.message),
      );
    });
  }

  it("must mean the same when it is written as the engine lists it, or in full", () => {
    const component = fc.stringMatching(/^[a-z0-9]{1,5}([.-][a-z0-9]{1,5}){0,2}$/);
    const domain = fc.constantFrom("", "docker.io/", "ghcr.io/", "localhost:5000/", "10.0.0.1:80/");
    const suffix = fc.constantFrom("", ":1", ":v1.2_3", `@${DIGEST}`, `:x@${DIGEST}`);
    const name = fc.array(component, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
    fc.assert(
      fc.property(domain, name, suffix, (before, path, after) => {
        const reference = parseReference(before + path + after);
        const listed = parseReference(formatReference(reference));
        assert.equal(fullName(listed), fullName(reference));
        assert.equal(fullName(parseReference(fullName(reference))), fullName(reference));
      }),
    );
  });

  it("must be made of any text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const name = repositoryNameFrom(text);
        assert.equal(repositoryOf(parseReference(name)), name);
      }),
    );
    assert.equal(repositoryNameFrom("Shop-dev-App Server!"), "shop-dev-app-server");
  });
});
