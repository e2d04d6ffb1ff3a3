import assert from "node:assert/strict";
import { archives, type Archives } from "../support/archive";
import { delayLink } from "../support/delay-link";
import { webImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { get } from "../support/http";
import { createHostStack, declareHost, type Login } from "../support/pulumi/host-stack";
import type { TestStack } from "../support/pulumi/stack";
import { leftovers } from "./leftovers";

const suites = ["bullseye", "bookworm", "trixie"] as const;
const flavours = ["systemd", "bare"] as const;
const logins = ["root", "deploy", "admin"] as const;
const delays = [0, 20] as const;
const engines = ["pulumi", "moorage"] as const;

interface Case {
  readonly suite: (typeof suites)[number];
  readonly flavour: (typeof flavours)[number];
  readonly login: Login;
  readonly delayMs: (typeof delays)[number];
  readonly engine: (typeof engines)[number];
}

const product: readonly Case[] = suites.flatMap((suite) =>
  flavours.flatMap((flavour) =>
    logins.flatMap((login) =>
      delays.flatMap((delayMs) => engines.map((engine) => ({ suite, flavour, login, delayMs, engine }))),
    ),
  ),
);

const program = `
${declareHost}
const image = new moorage.Image("web", { host, archive: config.require("archive"), name: "moorage-test/web" });
const network = new moorage.Network("front", { host });
const volume = new moorage.Volume("data", { host });
new moorage.Container("web", {
  host,
  image,
  env: { COLOUR: config.require("colour") },
  networks: [{ network, aliases: ["web"] }],
  volumes: [{ volume, target: "/data" }],
  ports: [{ host: 8080, container: 80, public: true }],
});`;

/** The tests of one suite: a part of the product in which each pair of values comes up, or all of it if so asked. */
export function describeMatrix(suite: Case["suite"]): void {
  const cases = process.env["MOORAGE_MATRIX"] === "full" ? product : pairwise(product);
  describe(`From a bare host of ${suite} to a serving container`, () => {
    tests(cases.filter((each) => each.suite === suite));
  });
}

function tests(cases: readonly Case[]): void {
  let images: Archives;
  before(async () => {
    images = await archives();
  });
  after(() => images.discard());

  for (const each of cases) {
    it(`must work with ${each.flavour}, as ${each.login}, at ${each.delayMs} ms, under ${each.engine}`, async () => {
      const archive = await images.save("web", webImage());
      const host = await startHost({ suite: each.suite, flavour: each.flavour, publish: [8080] });
      const link = await delayLink({
        to: { host: host.address, port: host.port },
        delayMs: each.delayMs / 2,
      });
      try {
        const config = { archive, colour: "blue" };
        const { engine, login } = each;
        const stack = await createHostStack(host, { program, engine, login, port: link.port, config });
        try {
          await wholeWay(host, stack);
        } finally {
          await stack.discard();
        }
      } finally {
        await link.close();
        await host.remove();
      }
    });
  }
}

async function wholeWay(host: TestHost, stack: TestStack): Promise<void> {
  const first = (await stack.up()).succeeded();
  assert.deepEqual(first.changes, [
    "create Container web",
    "create Host host",
    "create Image web",
    "create Network front",
    "create Volume data",
  ]);
  assert.equal(await get(host.published(8080)), "1");
  assert.match(await get(host.published(8080), "/cgi-bin/env"), /^COLOUR=blue$/m);

  assert.deepEqual((await stack.up()).succeeded().changes, [], "a second up must change nothing");

  await stack.configure({ colour: "green" });
  assert.deepEqual((await stack.up()).succeeded().changes, ["update Container web [env.COLOUR]"]);
  assert.match(await get(host.published(8080), "/cgi-bin/env"), /^COLOUR=green$/m);

  (await stack.destroy()).succeeded();
  assert.deepEqual(await leftovers(host), []);
}

/** A small part of the product in which each pair of values of two parameters comes up at least once. */
function pairwise(cases: readonly Case[]): readonly Case[] {
  const pairsOf = (each: Case) => {
    const values = Object.values(each);
    return values.flatMap((a, i) => values.slice(i + 1).map((b, j) => `${i}=${a},${i + 1 + j}=${b}`));
  };
  const missing = new Set(cases.flatMap(pairsOf));
  const chosen: Case[] = [];
  while (missing.size > 0) {
    const gain = (each: Case) => pairsOf(each).filter((pair) => missing.has(pair)).length;
    const best = cases.reduce((a, b) => (gain(b) > gain(a) ? b : a));
    for (const pair of pairsOf(best)) missing.delete(pair);
    chosen.push(best);
  }
  return chosen;
}
