import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { OptionName } from "../../../providers/reconcile/container/options/option";
import type { Value } from "../../../providers/resources/bag";
import { container } from "../../../providers/resources/container";
import { network } from "../../../providers/resources/network";
import { volume } from "../../../providers/resources/volume";
import { examples } from "../../reconcile/container/examples";
import type { Example } from "../../reconcile/container/examples/example";
import { NETWORK } from "../../reconcile/container/examples/network";
import { webImage } from "../../support/engine-images";
import { Deployed } from "../deployed";
import type { LocalHost } from "../engine-context";
import { type OnEngine, testOption, testPart, testValue } from "./option-test";

/** Begins the names of the examples. */
export const PREFIX = "mrg-opt";
const AT_ONCE = 4;
/** More machines than that cannot run an option's example are a mistake of ours. */
const MOST_REFUSED = 10;

/** Files are written over SSH, and have tests of their own. */
const rows = (Object.entries(examples) as [OptionName, Example<OptionName>][]).filter(
  ([name]) => name !== "files",
);

/** A disk of the kernel that this machine and its throwaway hosts share. */
export function firstDisk(): { readonly name: string; readonly numbers: readonly [string, string] } {
  const [name = "sda"] = existsSync("/sys/block")
    ? readdirSync("/sys/block").filter((each) => !/^(loop|ram|zram)/.test(each))
    : [];
  const file = `/sys/block/${name}/dev`;
  const [major = "8", minor = "0"] = existsSync(file) ? readFileSync(file, "utf8").trim().split(":") : [];
  return { name, numbers: [major, minor] };
}

/** Holds every option against a real engine, several at once; each has a test of its own. */
export function describeOptions(
  title: string,
  open: () => Promise<LocalHost>,
  { disk, whole }: Pick<OnEngine, "disk" | "whole">,
): void {
  describe(`an option of a container on ${title}`, function () {
    this.timeout(300_000);
    let host: LocalHost;
    const results = new Map<string, Promise<string | undefined>>();

    before(async () => {
      host = await open();
      const on = { ...(await prepare(host)), disk, whole };
      const tasks = rows.flatMap(([name, example]) => [
        [name, () => testOption(on, name, example)] as const,
        ...(example.also ?? []).map(
          (value, index) =>
            [
              `${name} also ${index}`,
              () => testValue(on, name, index, value as Value).then(() => undefined),
            ] as const,
        ),
        ...Object.entries(example.newer ?? {}).map(
          ([part, value]) =>
            [
              `${name} ${part}`,
              () => testPart(on, name, part, value as Value).then(() => undefined),
            ] as const,
        ),
      ]);
      runSome(tasks, results);
    });
    after(async () => {
      await Promise.allSettled(results.values());
      await host.close();
    });

    for (const [name, { newer = {}, also = [] }] of rows) {
      it(`must be found as it was set, changed as foretold, and gone back to its default: ${name}`, async () => {
        const refused = await results.get(name);
        if (refused !== undefined) process.stderr.write(`      probe: ${name} cannot run here: ${refused}\n`);
      });
      for (const index of also.keys()) {
        it(`must be found as it was set: ${name}, value ${index + 3}`, async () => {
          await results.get(`${name} also ${index}`);
        });
      }
      for (const part of Object.keys(newer)) {
        it(`must be had where the engine is new enough, else refused by name: ${name}${part && ` ${part}`}`, async () => {
          await results.get(`${name} ${part}`);
        });
      }
    }

    it(`must be one that this machine can run, but for ${MOST_REFUSED} at most`, async () => {
      const settled = await Promise.allSettled(results.values());
      const refused = settled.filter((each) => each.status === "fulfilled" && each.value !== undefined);
      assert(refused.length <= MOST_REFUSED, `${refused.length} were refused`);
    });

    it("must be refused by name where the engine does", async () => {
      const app = new Deployed(host, container, "Container", "refused");
      const on = { image: `${PREFIX}-moorage-test-web-1:test` };
      const refusals: [OptionName, Value][] = [
        ["runtime", "kata"],
        ["logDriver", "nobody"],
        ["cpusetCpus", "4000"],
        ["groupAdds", ["nobodys-group"]],
        ["securityOpts", ["apparmor=mrg-no-such-profile", 'seccomp={"defaultAction":1}']],
      ];
      for (const [name, value] of refusals) {
        await assert.rejects(
          app.up({ ...on, [name]: value }),
          (error: Error) => error.message.includes(name),
          name,
        );
        if (app.id !== undefined) await app.destroy();
      }
    });
  });
}

/** What the options need on a host. */
export async function prepare(host: LocalHost): Promise<Omit<OnEngine, "disk" | "whole">> {
  await host.clear();
  const image = await host.load(await webImage());
  const net = new Deployed(host, network, "Network", "back");
  await net.up({ ipv6: true, ipamConfigs: [{ subnet: "10.232.0.0/24" }, { subnet: "fd00:232::/64" }] });
  assert.equal(net.name, NETWORK);
  for (const name of ["a", "sub"]) await new Deployed(host, volume, "Volume", name).up({});
  // Others look into its processes, and use its mounts. The folder is what a subpath leads to.
  const other = new Deployed(host, container, "Container", "other");
  const command = ["sh", "-c", "mkdir -p /sub/here; exec /serve"];
  await other.up({ image, command, volumes: [{ volume: `${PREFIX}-sub`, target: "/sub" }] });
  return { host, image, apiVersion: await host.engine.apiVersion(), fresh: new Map() };
}

function runSome<T>(
  tasks: readonly (readonly [string, () => Promise<T>])[],
  results: Map<string, Promise<T>>,
): void {
  const lanes = Array.from({ length: AT_ONCE }, () => Promise.resolve() as Promise<unknown>);
  for (const [index, [name, task]] of tasks.entries()) {
    const lane = index % AT_ONCE;
    const result = (lanes[lane] ?? Promise.resolve()).then(task);
    results.set(name, result);
    lanes[lane] = result.catch(() => undefined);
  }
}
