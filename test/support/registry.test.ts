import assert from "node:assert/strict";
import { webImage } from "./engine-images";
import { startFaultProxy, type FaultProxy } from "./registry/fault-proxy";
import { startRegistry, type TestRegistry } from "./registry/registry";

describe("A registry of the tests", function () {
  this.timeout(300_000);
  let registry: TestRegistry;
  let proxy: FaultProxy;

  before(async () => {
    registry = await startRegistry({ auth: "htpasswd" });
    proxy = await startFaultProxy(registry);
  });
  after(async () => {
    await proxy?.close();
    await registry?.remove();
  });

  const status = async (address: string, path: string): Promise<number> => {
    const authorization = registry.authorization("team/web") ?? "";
    return (await fetch(`http://${address}${path}`, { headers: { authorization } })).status;
  };

  it("must take in an image, and give it to nobody without the login", async () => {
    const digest = await registry.put("team/web:1", await webImage());
    assert.equal(await status(registry.address, `/v2/team/web/manifests/${digest}`), 200);
    assert.equal((await fetch(`http://${registry.address}/v2/`)).status, 401);
  });

  it("must take in an image where it speaks TLS, and where it wants tokens", async () => {
    for (const options of [{ tls: true }, { auth: "token" }] as const) {
      const other = await startRegistry(options);
      try {
        assert.match(await other.put("web:1", await webImage()), /^sha256:/);
      } finally {
        await other.remove();
      }
    }
  });

  it("must have its answers replaced and spoilt by a proxy before it, as often as that is told", async () => {
    await registry.put("team/web:1", await webImage());
    const tags = "/v2/team/web/tags/list";
    proxy.faultNext(1, /tags/, { kind: "answer", status: 429, headers: { "Retry-After": "1" } });
    assert.equal(await status(proxy.address, tags), 429);
    assert.equal(await status(proxy.address, tags), 200);
    for (const kind of ["truncate", "hang-up"] as const) {
      proxy.faultNext(1, /tags/, { kind });
      await assert.rejects(
        fetch(`http://${proxy.address}${tags}`, bearer(registry)).then((each) => each.text()),
      );
    }
    proxy.faultNext(1, /tags/, { kind: "corrupt" });
    const spoilt = await (await fetch(`http://${proxy.address}${tags}`, bearer(registry))).text();
    assert.match(spoilt, /"tags":\["0"\]/);
  });
});

function bearer(registry: TestRegistry): RequestInit {
  return { headers: { authorization: registry.authorization("team/web") ?? "" } };
}
