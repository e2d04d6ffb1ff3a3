import assert from "node:assert/strict";
import { type BuildSpec, specDigest } from "../../providers/builds/build-spec";
import { buildQuery } from "../../providers/docker/builds";

describe("The request for a build", () => {
  const least = { tag: "app:1", dockerfile: "Dockerfile" } as const;

  it("must say no more than what is given", () => {
    const query = buildQuery({ ...least, builder: "buildkit", args: {}, noCache: false });
    const said = Object.entries(query).filter(([, value]) => value !== undefined);
    assert.deepEqual(Object.fromEntries(said), { version: 2, t: "app:1", dockerfile: "Dockerfile" });
  });

  it("must say all that is given, and make the classic builder clear its containers away", () => {
    const query = buildQuery({
      ...least,
      builder: "classic",
      target: "run",
      args: { A: "1" },
      labels: { b: "2" },
      platform: "linux/arm64",
      noCache: true,
      pull: true,
    });
    assert.deepEqual(query, {
      version: 1,
      t: "app:1",
      dockerfile: "Dockerfile",
      target: "run",
      buildargs: { A: "1" },
      labels: { b: "2" },
      platform: "linux/arm64",
      nocache: 1,
      pull: 1,
      session: undefined,
      rm: 1,
      forcerm: 1,
    });
  });
});

describe("The digest of what an image is built from", () => {
  const spec: BuildSpec = { contextDigest: "sha256:1", dockerfileText: "FROM a\n", args: {}, labels: {} };

  it("must stay as it is: another form would build every image anew", () => {
    assert.equal(specDigest(spec), "sha256:287a24ce7ef29d30c1067c953f6c16d36b2ccf902b6267d52aa423bb63e166e0");
  });

  it("must differ with each part of it, but not with the order of arguments", () => {
    const variants: BuildSpec[] = [
      spec,
      { ...spec, contextDigest: "sha256:2" },
      { ...spec, dockerfileText: "FROM b\n" },
      { ...spec, target: "a" },
      { ...spec, args: { a: "1", b: "2" } },
      { ...spec, labels: { a: "1", b: "2" } },
      { ...spec, platform: "linux/arm64" },
    ];
    assert.equal(new Set(variants.map(specDigest)).size, variants.length);
    assert.equal(
      specDigest({ ...spec, args: { b: "2", a: "1" } }),
      specDigest({ ...spec, args: { a: "1", b: "2" } }),
    );
  });
});
