import assert from "node:assert/strict";
import { UserError } from "../../providers/errors";
import type { Value } from "../../providers/resources/bag";
import { container } from "../../providers/resources/container";
import { PartialError } from "../../providers/resources/lifecycle";
import { network } from "../../providers/resources/network";
import { webImage } from "../support/engine-images";
import { layer } from "../support/images/image";
import { Deployed } from "./deployed";
import { type LocalHost, localHost } from "./engine-context";

type Values = Record<string, Value>;

const SUBNET = "10.98.7.0/24";
const READ_ONLY = { source: "/usr/share", target: "/shared", readOnly: true };

/** What a swap that stops first is given, each property being what the error names. */
const wrong: readonly (readonly [what: string, property: string, values: Values, words: RegExp])[] = [
  ["a user that its image has not", "user", { user: "nobody-such" }, /no user nobody-such in \/etc\/passwd/],
  ["a group that its image has not", "user", { user: "app:nogroup" }, /no group nogroup in \/etc\/group/],
  ["a further group", "groupAdds[1]", { groupAdds: ["5", "nobodys"] }, /no group nobodys in/],
  ["a program by its path", "command", { command: ["/no-such"] }, /has no program \/no-such/],
  [
    "a program by its name",
    "entrypoint",
    { entrypoint: ["none"] },
    /none, in none of the folders .*\(\/bin\)/,
  ],
  ["a folder for a program", "command", { command: ["/www"] }, /\/www is a folder/],
  ["a file that is no program", "command", { command: ["/www/index.html"] }, /index\.html is not executable/],
  [
    "a volume where no folder can be made",
    "volumes[0].target",
    { binds: [READ_ONLY], volumes: [{ volume: "mrg-startable-v", target: "/shared/none" }] },
    /\/shared\/none lies in what is mounted read-only/,
  ],
  [
    "a temporary folder where none can be made",
    "tmpfs[0].target",
    { binds: [READ_ONLY], tmpfs: [{ target: "/shared/none" }] },
    /\/shared\/none lies in what is mounted read-only/,
  ],
  [
    "a device",
    "devices[1].hostPath",
    { devices: [{ hostPath: "/dev/null" }, { hostPath: "/dev/no such" }] },
    /has no \/dev\/no such/,
  ],
  [
    "an address of another network",
    "networks[0].ipv4Address",
    { networks: [{ network: "mrg-startable-back", ipv4Address: "10.98.8.9" }] },
    /Address 10\.98\.8\.9 is outside of network mrg-startable-back .* which has 10\.98\.7\.0\/24/,
  ],
  [
    "an address of another container",
    "networks[0].ipv4Address",
    { networks: [{ network: "mrg-startable-back", ipv4Address: "10.98.7.77" }] },
    /10\.98\.7\.77 .* is taken by container mrg-startable-holder/,
  ],
  [
    "the gateway's address",
    "networks[0].ipv4Address",
    { networks: [{ network: "mrg-startable-back", ipv4Address: "10.98.7.1" }] },
    /10\.98\.7\.1 .* is its gateway's/,
  ],
];

/** What is there, though not at first sight. */
const right: readonly (readonly [what: string, values: Values])[] = [
  ["a user and a group by name", { user: "app:staff", groupAdds: ["staff"] }],
  ["numbers that the image does not know", { user: "77:78", groupAdds: ["79"] }],
  ["a program by a link in its search path", { command: ["sleep", "1000"] }],
  ["a program by a relative path", { workingDir: "/bin", command: ["./sleep", "1000"] }],
  ["a program in a volume", { volumes: [{ volume: "mrg-startable-v", target: "/bin" }] }],
];

describe("a container that stops the old one first", function () {
  this.timeout(120_000);
  let host: LocalHost;
  let web: string;
  let back: Deployed;
  let holder: Deployed;
  let app: Deployed;
  const base = () => ({
    image: web,
    updateStrategy: "stop-first",
    minReadySeconds: 0,
    stopTimeoutSeconds: 1,
  });
  const startOf = async () => (await host.engine.containers.inspect(app.name)).State;

  before(async () => {
    host = await localHost("mrg-startable");
    await host.clear();
    const image = await webImage();
    const names = await layer([
      { path: "etc/passwd", content: "root:x:0:0::/:\napp:x:5:5::/:\n" },
      { path: "etc/group", content: "root:x:0:\nstaff:x:6:\n" },
    ]);
    web = await host.load({ ...image, layers: [...image.layers, names] });
    back = new Deployed(host, network, "Network", "back");
    holder = new Deployed(host, container, "Container", "holder");
    app = new Deployed(host, container, "Container", "app");
    await back.up({ ipamConfigs: [{ subnet: SUBNET }] });
    await holder.up({ ...base(), networks: [{ network: back.name, ipv4Address: "10.98.7.77" }] });
    await host.engine.volumes.create({
      Name: `${host.prefix}-v`,
      Driver: "local",
      DriverOpts: {},
      Labels: {},
    });
    await app.up({ ...base(), env: { A: "1" } });
  });
  after(() => host.close());

  for (const [what, property, values, words] of wrong) {
    it(`must refuse ${what} with the old one untouched`, async () => {
      const before = await startOf();
      await assert.rejects(app.up({ ...base(), ...values }), (error: unknown) => {
        assert(error instanceof UserError && !(error instanceof PartialError), String(error));
        assert.equal(error.property, property, error.message);
        assert.match(error.message, words);
        assert.match(error.message, /here/);
        return true;
      });
      assert.deepEqual(await startOf(), before);
      assert.deepEqual(await host.containers(), [app.name, holder.name]);
    });
  }

  for (const [what, values] of right) {
    it(`must take ${what}`, async () => {
      const before = app.output("containerId");
      await app.up({ ...base(), ...values });
      assert.notEqual(app.output("containerId"), before);
      assert.equal((await startOf()).Status, "running");
    });
  }

  it("must mount in what is read-only where the folder is there", async () => {
    await app.up({ ...base(), binds: [READ_ONLY], tmpfs: [{ target: "/shared/doc" }] });
    assert.equal((await startOf()).Status, "running");
  });

  it("must be told by a preview of an address that no run can give it", async () => {
    const at = (ipv4Address: string) => ({ ...base(), networks: [{ network: back.name, ipv4Address }] });
    const outside = { name: "AddressError", property: "networks[0].ipv4Address" };
    await assert.rejects(app.preview(at("10.98.8.9")), outside);
    // The one that has it is of this stack, and may give it up.
    await app.preview(at("10.98.7.77"));
    assert.match(app.context.logged.join(), /warning: networks\[0\]\.ipv4Address: .* taken by container/);
  });

  it("must be told by a preview of an address for which the same preview brings the subnet, or takes it away", async () => {
    await back.preview({ ipamConfigs: [{ subnet: "10.98.8.0/24" }] });
    const at = (ipv4Address: string) => ({ ...base(), networks: [{ network: back.name, ipv4Address }] });
    await app.preview(at("10.98.8.9"));
    assert.deepEqual(app.context.logged, []);
    await assert.rejects(app.preview(at("10.98.7.9")), { name: "AddressError" });
  });

  it("must be warned by a preview of a folder that is not there yet", async () => {
    const tmpfs = [{ target: "/shared/none" }];
    await app.preview({ ...base(), binds: [READ_ONLY], tmpfs });
    assert.match(app.context.logged.join(), /warning: tmpfs\[0\]\.target: .* no \/usr\/share\/none/);
  });
});
