import assert from "node:assert/strict";
import { loadFailure } from "../../providers/docker/load-result";
import { PullError, pullFailure } from "../../providers/docker/pull-error";
import { PullProgress } from "../../providers/docker/pull-progress";

describe("The answer to a load", () => {
  it("must be a success only where an image was loaded and nothing failed", () => {
    assert.equal(loadFailure([{ stream: "Loaded image: app:1\n" }]), undefined);
    assert.equal(loadFailure([{ stream: "Loaded image ID: sha256:12\n" }]), undefined);
    assert.match(loadFailure([]) ?? "", /does not say that it loaded/);
    assert.equal(loadFailure([{ errorDetail: { message: "broken" }, error: "broken" }]), "broken");
    assert.equal(loadFailure([{ error: "broken" }]), "broken");
  });

  it("must be a failure where the engine says that it loaded what it could not unpack", () => {
    const entries = [{ stream: "Loaded image: a:4\n" }, { stream: "Error unpacking image a:4: not found\n" }];
    assert.equal(loadFailure(entries), "Error unpacking image a:4: not found");
  });
});

describe("The failure of a pull", () => {
  for (const [reason, failure] of [
    ["manifest for app:none not found: manifest unknown: manifest unknown", "not-found"],
    ["manifest unknown", "not-found"],
    ['failed to resolve reference "docker.io/library/x:1": docker.io/library/x:1: not found', "not-found"],
    ["pull access denied for nope, repository does not exist or may require 'docker login'", "denied"],
    ['Head "http://r/v2/web/manifests/1": no basic auth credentials', "denied"],
    ["unauthorized: authentication required", "denied"],
    ['Get "https://r/v2/": dial tcp: lookup r: no such host', "unreachable"],
    ['Get "https://r/v2/": dial tcp 10.0.0.1:443: connect: connection refused', "unreachable"],
    ['Get "https://r/v2/": http: server gave HTTP response to HTTPS client', "untrusted"],
    [
      'Get "https://r/v2/": net/http: request canceled (Client.Timeout exceeded while awaiting headers)',
      "unreachable",
    ],
    ["tls: failed to verify certificate: x509: certificate signed by unknown authority", "untrusted"],
    ["toomanyrequests: You have reached your pull rate limit", "rate-limited"],
    ["write /var/lib/docker/tmp/x: no space left on device", "disk-full"],
    ["something else", "other"],
  ] as const) {
    it(`must be told by the engine's words: ${reason}`, () => {
      assert.equal(pullFailure(reason), failure);
      const { message, property } = new PullError("web-1", "app:1", reason);
      assert.ok(message.includes(reason) && message.includes("web-1") && message.includes("app:1"));
      assert.equal(property, "name");
    });
  }
});

describe("The progress of a pull", () => {
  it("must add up the layers, and count one as whole when it is complete", () => {
    const progress = new PullProgress();
    assert.ok(!progress.add({ status: "Pulling from library/redis", id: "7" }));
    assert.ok(progress.add({ id: "a", status: "Downloading", progressDetail: { current: 10, total: 100 } }));
    assert.ok(progress.add({ id: "b", status: "Downloading", progressDetail: { current: 5, total: 50 } }));
    assert.deepEqual(progress.total(), { bytes: 15, totalBytes: 150 });
    assert.ok(progress.add({ id: "a", status: "Download complete" }));
    assert.ok(!progress.add({ id: "a", status: "Extracting", progressDetail: { current: 1, total: 400 } }));
    assert.deepEqual(progress.total(), { bytes: 105, totalBytes: 150 });
  });
});
