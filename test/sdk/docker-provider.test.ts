import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Host } from "../../sdk";
import { dockerProvider } from "../../sdk/docker";

describe("dockerProvider", () => {
  it("must make a provider of the host's name, for the host's engine", async () => {
    const made = new Map<string, pulumi.runtime.MockResourceArgs>();
    await pulumi.runtime.setMocks({
      newResource(args) {
        made.set(args.type, args);
        const link = { hostId: "id", address: "192.0.2.10", port: 22, user: "deploy", credential: "web" };
        return { id: "id", state: { ...args.inputs, link, engine: { socketAccess: "streamlocal" } } };
      },
      call: ({ inputs }) => inputs,
    });
    pulumi.runtime.setAllConfig({
      "moorage:credentials": JSON.stringify({ web: { privateKeyFile: "/keys/web" } }),
    });
    const provider = dockerProvider(new Host("web", { connection: { address: "192.0.2.10" } }));
    await new Promise((resolve) => provider.urn.apply(resolve));
    assert.equal(made.get("pulumi:providers:docker")?.name, "web");
    assert.deepEqual(made.get("pulumi:providers:docker")?.inputs, {
      host: "ssh://deploy@192.0.2.10:22",
      sshOpts: JSON.stringify(["-o", "BatchMode=yes", "-i", "/keys/web", "-o", "IdentitiesOnly=yes"]),
    });
  });
});
