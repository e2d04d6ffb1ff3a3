import assert from "node:assert/strict";
import type { Value } from "../../providers/resources/bag";
import { lifecycles } from "../../providers/resources";
import { archives, type Archives } from "../support/archive";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { Deployed } from "./deployed";
import { remoteHost, type RemoteHost } from "./remote-host";

type Values = Record<string, Value>;

/** What somebody does on the host, what the next refresh sees of it, and whether the container is another one then. */
interface Case {
  readonly what: string;
  /** Commands of Docker's own; APP, NET, VOL and IMG are the names on the host, ID is the container's image, REF what the program calls it. */
  readonly byHand: readonly string[];
  readonly seen: readonly string[];
  readonly replaces?: true;
}

const labelled = (noun: string, resource: string) =>
  `--label io.moorage.urn=urn:pulumi:dev::shop::moorage:index:${noun}::${resource} --label io.moorage.name=mrg-${resource}`;

const cases: readonly Case[] = [
  { what: "stopped", byHand: ["stop --time 0 APP"], seen: ["app: status (drift)"] },
  { what: "killed", byHand: ["kill APP"], seen: ["app: status (drift)"] },
  { what: "paused", byHand: ["pause APP"], seen: ["app: status (drift)"] },
  { what: "removed", byHand: ["rm --force APP"], seen: ["app: gone"], replaces: true },
  { what: "renamed", byHand: ["rename APP somebodys"], seen: ["app: name (drift)"] },
  {
    what: "renamed and stopped",
    byHand: ["rename APP somebodys", "stop --time 0 somebodys"],
    seen: ["app: name (drift), status (drift)"],
  },
  {
    what: "made anew with another environment by a tool that keeps labels",
    byHand: [
      "rm --force APP",
      `run --detach --name APP ${labelled("Container", "app")} --network NET --network-alias web --volume VOL:/data --memory 64m --restart unless-stopped --stop-timeout 1 --env COLOUR=red REF`,
    ],
    seen: ["app: env.COLOUR (drift)"],
    replaces: true,
  },
  {
    what: "disconnected",
    byHand: ["network disconnect NET APP"],
    seen: ["app: networks[0] (drift)"],
  },
  {
    what: "connected under another alias",
    byHand: ["network disconnect NET APP", "network connect --alias other NET APP"],
    seen: ["app: networks[0].aliases[0] (drift)"],
  },
  {
    what: "updated",
    byHand: ["update --memory 96m --memory-swap 192m --restart always APP"],
    seen: ["app: restart (drift), memoryMiB (drift)"],
  },
  {
    what: "on a network that was removed",
    byHand: ["network disconnect --force NET APP", "network rm NET"],
    seen: ["net: gone", "app: networks[0] (drift)"],
  },
  {
    what: "stopped on a network that was made anew otherwise",
    byHand: [
      "stop --time 0 APP",
      "network rm NET",
      `network create ${labelled("Network", "net")} --label tier=back NET`,
    ],
    seen: ["net: labels.tier (drift)", "app: networks[0] (drift), status (drift)"],
  },
  { what: "of an image that lost its name", byHand: ["image rm IMG"], seen: ["img: name (drift)"] },
  {
    what: "of an image whose name was given to another one",
    byHand: ["tag OTHER IMG"],
    seen: ["img: name (drift)"],
  },
  {
    what: "removed, with its image and its volume",
    byHand: ["rm --force APP", "image rm --force ID", "volume rm VOL"],
    seen: ["img: gone", "vol: gone", "app: gone"],
    replaces: true,
  },
  {
    what: "stopped and gone with all that `prune -a` takes",
    byHand: ["stop --time 0 APP", "system prune --all --force --volumes", "volume rm --force VOL"],
    seen: ["img: gone", "net: gone", "vol: gone", "app: gone"],
    replaces: true,
  },
];

/** What is on a host, changed there by hand; every case leaves it as the program has it. */
describe("a deployed container, found by the next run", function () {
  this.timeout(300_000);
  let files: Archives;
  let machine: TestHost;
  let host: RemoteHost;
  let archive: string;
  let img: Deployed;
  let net: Deployed;
  let vol: Deployed;
  let app: Deployed;

  before(async () => {
    files = await archives();
    // The tests of single nouns are run on this machine's engine, which may be an old one.
    machine = await startHost({ suite: "trixie", flavour: "docker" });
    host = await remoteHost(machine, "mrg");
    archive = await files.save("web", webImage());
    img = new Deployed(host, lifecycles.Image, "Image", "img");
    net = new Deployed(host, lifecycles.Network, "Network", "net");
    vol = new Deployed(host, lifecycles.Volume, "Volume", "vol");
    app = new Deployed(host, lifecycles.Container, "Container", "app");
    await up();
  });
  after(async () => {
    await host.close();
    await machine.remove();
    await files.discard();
  });

  for (const { what, byHand, seen, replaces } of cases) {
    it(`must be seen and repaired: ${what}`, async () => {
      await host.load(await webImage({ version: "2", name: "other:1" }));
      const before = app.output("containerId");
      await typed(byHand);
      assert.deepEqual(await refresh(), seen);
      await up();
      assert.deepEqual(await refresh(), [], "the run after must find nothing");
      assert.equal(await served(), "1");
      assert.equal(app.output("containerId") === before, replaces !== true);
    });
  }

  it("must be left alone where somebody made another one under its name, which is told how to adopt it", async () => {
    await typed(["rm --force APP", "run --detach --name APP --env COLOUR=red REF"]);
    assert.deepEqual(await refresh(), ["app: gone"]);
    const theirs = await machine.exec(["docker", "inspect", "--format", "{{.Id}}", app.name]);
    const refused = {
      name: "NameTakenError",
      message: /pulumi import moorage:index:Container app \S+\/mrg-app$/,
    };
    await assert.rejects(up(), refused);
    assert.equal(await machine.exec(["docker", "inspect", "--format", "{{.Id}}", app.name]), theirs);
  });

  /** As the program has it, by what the resources before it have given. */
  const values = (each: Deployed): Values => {
    if (each === img) return { archive };
    if (each === net) return { labels: { tier: "front" } };
    if (each === vol) return {};
    return {
      image: img.output("reference") ?? "",
      env: { COLOUR: "blue" },
      memoryMiB: 64,
      restart: "unless-stopped",
      networks: [{ network: net.name, aliases: ["web"] }],
      volumes: [{ volume: vol.name, target: "/data" }],
      minReadySeconds: 0,
      stopTimeoutSeconds: 1,
    };
  };

  async function up(): Promise<void> {
    for (const each of [img, net, vol, app]) await each.up(values(each));
  }

  /** What the resources are found to differ in, before anything is repaired. */
  async function refresh(): Promise<string[]> {
    const found: string[] = [];
    const former = new Map([img, net, vol, app].map((each) => [each, values(each)]));
    for (const [each, wanted] of former) {
      if (await each.refresh()) {
        const differences = await each.diff(wanted);
        if (differences.length > 0) found.push(`${each.resource}: ${differences.join(", ")}`);
      } else {
        each.id = each.inputs = each.state = undefined;
        found.push(`${each.resource}: gone`);
      }
    }
    return found;
  }

  async function typed(commands: readonly string[]): Promise<void> {
    const names: Readonly<Record<string, string>> = {
      APP: app.name,
      NET: net.name,
      VOL: vol.name,
      IMG: img.name,
      ID: await machine.exec(["docker", "inspect", "--format", "{{.Image}}", app.name]),
      REF: String(img.output("reference")),
      OTHER: "other:1",
    };
    for (const command of commands) {
      const words = command
        .split(" ")
        .map((word) => word.replace(/^[A-Z]+(?=:|$)/, (name) => names[name] ?? name));
      await machine.exec(["docker", ...words]);
    }
  }

  async function served(): Promise<string> {
    return machine.exec(["docker", "exec", app.name, "wget", "-qO-", "http://web/"]);
  }
});
