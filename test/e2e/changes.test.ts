import assert from "node:assert/strict";
import { archives, type Archives } from "../support/archive";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { get } from "../support/http";
import { describeUnderBothEngines } from "../support/pulumi/engines";
import { createHostStack, declareHost } from "../support/pulumi/host-stack";
import type { TestStack } from "../support/pulumi/stack";

/** The arguments that the tests change. */
interface Wishes {
  readonly archive: string;
  readonly subnet: string;
  /** JavaScript: the container's arguments besides host and image. */
  readonly container: Readonly<Record<string, string>>;
}

const program = ({ archive, subnet, container }: Wishes): string => `
${declareHost}
const image = new moorage.Image("web", { host, archive: "${archive}", name: "moorage-test/web" });
const front = new moorage.Network("front", { host, ipamConfigs: [{ subnet: "${subnet}" }] });
const back = new moorage.Network("back", { host });
const volume = new moorage.Volume("data", { host });
new moorage.Container("web", { host, image, ${argumentsText(container)} });
new moorage.Container("neighbour", { host, image, networks: [{ network: front, aliases: ["next-door"] }] });`;

const argumentsText = (args: Wishes["container"]): string =>
  Object.entries(args)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");

/** One stack that every test changes a bit further: what each leaves is what the next begins with. */
describeUnderBothEngines("A change in the program", function (engine) {
  this.timeout(300_000);
  let images: Archives;
  let host: TestHost;
  let stack: TestStack;
  let wishes: Wishes;

  before(async () => {
    images = await archives();
    host = await startHost({ flavour: "docker", publish: [8080, 8081] });
    wishes = {
      archive: await images.save("first", webImage({ version: "1" })),
      subnet: "10.71.1.0/24",
      container: {
        env: '{ COLOUR: "blue" }',
        ports: "[{ host: 8080, container: 80, public: true }]",
        memoryMiB: "64",
        restart: '"no"',
        networks: '[{ network: front, aliases: ["shop"] }]',
        volumes: '[{ volume, target: "/data" }]',
      },
    };
    stack = await createHostStack(host, { engine, program: program(wishes) });
    (await stack.up()).succeeded();
    await inWeb("echo kept > /data/file");
  });
  after(async () => {
    await stack?.discard();
    await host?.remove();
    await images?.discard();
  });

  const inWeb = (script: string): Promise<string> =>
    host.exec(["docker", "exec", "test-dev-web", "sh", "-c", script]);
  const inspect = (name: string, format: string): Promise<string> =>
    host.exec(["docker", "inspect", "--format", format, `test-dev-${name}`]);
  const containerId = (name: string): Promise<string> => inspect(name, "{{.Id}}");

  async function wish(changes: Partial<Wishes>): Promise<void> {
    wishes = { ...wishes, ...changes };
    await stack.write(program(wishes));
  }

  const wishOfContainer = (changes: Wishes["container"]): Promise<void> =>
    wish({ container: { ...wishes.container, ...changes } });

  /** Runs `up` until nothing is left to do, and looks at what each change has to leave alone. */
  async function upChanges(expected: readonly string[], data = "/data/file"): Promise<void> {
    assert.deepEqual((await stack.up()).succeeded().changes, expected);
    assert.equal(await inWeb(`cat ${data}`), "kept", "the volume's data must survive");
    assert.deepEqual((await stack.up()).succeeded().changes, [], "a second up must change nothing");
  }

  it("of the archive's content must show at preview, and reach the containers", async () => {
    await wish({ archive: await images.save("second", webImage({ version: "2" })) });
    const expected = [
      "update Container neighbour [image]",
      "update Container web [image]",
      "update Image web [archiveDigest]",
    ];
    assert.deepEqual((await stack.preview()).succeeded().changes, expected);
    assert.equal(await get(host.published(8080)), "1", "a preview must change nothing");
    await upChanges(expected);
    assert.equal(await get(host.published(8080)), "2");
  });

  it("of variables and of the published port must make a new container", async () => {
    const before = await containerId("web");
    await wishOfContainer({
      env: '{ COLOUR: "green", SIZE: "large" }',
      ports: "[{ host: 8081, container: 80, public: true }]",
    });
    await upChanges(["update Container web [env.COLOUR, env.SIZE, ports[0].host]"]);
    const env = await get(host.published(8081), "/cgi-bin/env");
    assert.match(env, /^COLOUR=green$/m);
    assert.match(env, /^SIZE=large$/m);
    const id = await containerId("web");
    assert.notEqual(id, before);
    assert.equal((await stack.resource("Container", "web"))?.outputs?.["containerId"], id);
  });

  it("of the memory and the restart policy must be made in the running container", async () => {
    const before = await containerId("web");
    await wishOfContainer({ memoryMiB: "96", restart: '"unless-stopped"' });
    await upChanges(["update Container web [memoryMiB, restart]"]);
    assert.equal(await containerId("web"), before);
    const format = "{{.HostConfig.Memory}} {{.HostConfig.RestartPolicy.Name}}";
    assert.equal(await inspect("web", format), `${96 * 1024 * 1024} unless-stopped`);
    assert.equal(await get(host.published(8081)), "2");
  });

  it("of the networks must connect the running container to another", async () => {
    const before = await containerId("web");
    await wishOfContainer({ networks: '[{ network: back, aliases: ["shop"] }]' });
    await upChanges(["update Container web [networks[0].network]"]);
    assert.equal(await containerId("web"), before);
    assert.equal(
      await inspect("web", "{{range $name, $_ := .NetworkSettings.Networks}}[{{$name}}]{{end}}"),
      "[test-dev-back]",
    );
    assert.equal(await get(host.published(8081)), "2");

    await wishOfContainer({ networks: '[{ network: front, aliases: ["shop"] }, { network: back }]' });
    const joined = "update Container web [networks[0].network, networks[1]]";
    assert.deepEqual((await stack.up()).succeeded().changes, [joined]);
    assert.equal(await containerId("web"), before);
    const asked = ["docker", "exec", "test-dev-neighbour", "wget", "-qO-", "http://shop/"];
    assert.equal(await host.exec(asked), "2", "the neighbour must find it by its alias");
  });

  it("of a network's subnet must make the network anew under its running containers", async () => {
    const before = [
      await containerId("web"),
      await containerId("neighbour"),
      await inspect("web", "{{.State.StartedAt}}"),
    ];
    await wish({ subnet: "10.71.2.0/24" });
    await upChanges(["update Network front [ipamConfigs[0].subnet]"]);
    const now = [
      await containerId("web"),
      await containerId("neighbour"),
      await inspect("web", "{{.State.StartedAt}}"),
    ];
    assert.deepEqual(now, before);
    const address = '{{(index .NetworkSettings.Networks "test-dev-front").IPAddress}}';
    assert.match(await inspect("web", address), /^10\.71\.2\./);
    assert.equal(await get(host.published(8081)), "2");
    const asked = ["docker", "exec", "test-dev-web", "wget", "-qO-", "http://next-door/"];
    assert.equal(await host.exec(asked), "2", "aliases must be what they were");
  });

  it("of where a volume is mounted must keep what lies in it", async () => {
    await wishOfContainer({ volumes: '[{ volume, target: "/store" }]' });
    await upChanges(["update Container web [volumes[0].target]"], "/store/file");
    assert.equal(await get(host.published(8081)), "2");
    assert.equal(
      (await host.capture(["docker", "exec", "test-dev-web", "test", "-e", "/data/file"])).code,
      1,
    );
  });
});
