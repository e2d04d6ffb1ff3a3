import assert from "node:assert/strict";
import { engineAddress } from "../../sdk/docker/engine-address";
import { startHost, type TestHost } from "../support/host";
import { capture } from "../support/setup/command";

/** `@pulumi/docker` hands these options to the machine's own ssh; so does this. */
describe("ssh, told by a dockerProvider how to reach a host", () => {
  let host: TestHost;
  before(async () => (host = await startHost({ flavour: "docker" })));
  after(async () => host.remove());

  const dial = (hostKeys: readonly string[]) => {
    const { address, port } = host;
    const link = { hostId: "id", address, port, user: "root", hostKeys: [...hostKeys], credential: "web" };
    const credentials = { web: { privateKeyFile: host.key.privateKeyPath } };
    const { sshOpts } = engineAddress("web", link, "streamlocal", credentials);
    const version = ["docker", "version", "--format", "{{.Server.Os}}"];
    return capture(["ssh", ...sshOpts, "-l", link.user, "-p", String(port), address, ...version]);
  };

  it("must reach the engine if the host has one of the keys that Moorage knows", async () => {
    const result = await dial(host.hostKeys);
    assert.deepEqual({ ...result, stderr: "" }, { code: 0, stdout: "linux\n", stderr: "" }, result.stderr);
  });

  it("must refuse a host with another key", async () => {
    const type = host.hostKeys.find((key) => key.startsWith("ssh-ed25519")) ?? "";
    const other = `${type.slice(0, -8)}${[...type.slice(-8)].reverse().join("")}`;
    const result = await dial([other]);
    assert.notEqual(result.code, 0);
    assert.match(result.stderr, /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/);
  });
});
