import assert from "node:assert/strict";
import { readAutonaming } from "../../../engine/operations/autonaming-config";
import type { CheckRequest } from "../../../engine/plugins/provider";
import { wantedName } from "../../../engine/steps/autonaming";
import { TestStack, type Run } from "./test-stack";

const names = { organization: "organization", project: "shop", stack: "dev" };
const seed = Uint8Array.of(1, 2, 3);
const urn = "urn:pulumi:dev::shop::cloud:store:Bucket::pictures";

const read = (autonaming: unknown, more: Record<string, string> = {}) =>
  readAutonaming(
    {
      values: { "pulumi:autonaming": JSON.stringify(autonaming), ...more },
      secretKeys: [],
      secrets: [],
      recorded: {},
    },
    names,
  );

function wanted(autonaming: unknown, more: Record<string, string> = {}) {
  const found = read(autonaming, more);
  return found && wantedName(found, urn, seed);
}

describe("autonaming by the stack's configuration", () => {
  const namings: readonly {
    given: object;
    request: object | undefined;
    isFixed?: boolean;
    isMeant?: boolean;
  }[] = [
    { given: { mode: "default" }, request: undefined },
    { given: { mode: "verbatim" }, request: { mode: "enforce", proposedName: "pictures" }, isFixed: true },
    { given: { mode: "disabled" }, request: { mode: "disable", proposedName: "" }, isFixed: true },
    {
      given: { pattern: "${project}-${stack}-${name}-${config.colour}" },
      request: { mode: "propose", proposedName: "shop-dev-pictures-blue" },
      isFixed: true,
    },
    {
      given: { pattern: "${name}", enforce: true },
      request: { mode: "enforce", proposedName: "pictures" },
      isFixed: true,
      isMeant: true,
    },
    {
      given: { mode: "disabled", providers: { cloud: { mode: "verbatim" } } },
      request: { mode: "enforce", proposedName: "pictures" },
      isFixed: true,
      isMeant: true,
    },
    {
      given: {
        mode: "disabled",
        providers: {
          cloud: { mode: "verbatim", resources: { "cloud:store:Bucket": { pattern: "b-${name}" } } },
        },
      },
      request: { mode: "propose", proposedName: "b-pictures" },
      isFixed: true,
      isMeant: true,
    },
    { given: { mode: "verbatim", providers: { cloud: { mode: "default" } } }, request: undefined },
  ];
  for (const { given, request, isFixed = false, isMeant = false } of namings) {
    it(`must ask for what is said: ${JSON.stringify(given)}`, () => {
      const found = wanted(given, { "shop:colour": "blue" });
      assert.deepEqual(found, request && { request, isFixed, isMeant });
    });
  }

  it("must fill in what a path leads to in the configuration, by the project's own keys", () => {
    const settings = { "shop:look": '{"colours":["red","blue"],"shade":{"a.b":7}}' };
    const nameBy = (pattern: string) => wanted({ pattern }, settings)?.request.proposedName;
    assert.equal(nameBy("${config.look.colours[1]}-${name}"), "blue-pictures");
    assert.equal(nameBy('${config.look["shade"]["a.b"]}'), "7");
    assert.throws(() => nameBy("${config.look.size}"), /the configuration has no shop:look\.size/);
    assert.throws(() => nameBy("${config.look.colours.length}"), /has no shop:look\.colours\.length/);
    assert.throws(() => nameBy("${config..x}"), /is no key and no path/);
  });

  it("must fill in random parts by the seed, the same ones for the same seed", () => {
    const autonaming = { pattern: "${name}-${hex(5)}-${alphanum(6)}-${string(7)}-${num(8)}-${uuid}" };
    const one = wanted(autonaming);
    assert.match(
      one?.request.proposedName ?? "",
      /^pictures-[0-9a-f]{5}-[0-9a-z]{6}-[a-z]{7}-\d{8}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
    assert.equal(one?.isFixed, false);
    assert.deepEqual(wanted(autonaming), one);
  });

  for (const [given, error] of [
    ["verbatim", /pulumi:autonaming in the stack's configuration is no map/],
    [{ mode: "loud" }, /autonaming\.mode .* is "loud": default, verbatim or disabled was expected/],
    [{ mode: "verbatim", pattern: "x" }, /has a mode, and a pattern or enforce/],
    [{ enforce: true }, /has enforce, and no pattern/],
    [{ patern: "x" }, /has "patern", which is not known/],
    [{ pattern: "${config.size}" }, /has \$\{config\.size\}, but the configuration has no shop:size/],
    [{ providers: { cloud: { resources: { "cloud:store:Bucket": {} } } } }, /neither a mode nor a pattern/],
  ] as const) {
    it(`must be refused: ${JSON.stringify(given)}`, () => {
      assert.throws(() => read(given), { name: "ConfigError", message: error });
    });
  }

  const autonaming = read({ pattern: "${name}", enforce: true });
  const sent = (run: Run) =>
    run.log.filter(({ rpc }) => rpc === "check").map(({ request }) => request as CheckRequest);

  it("must reach the provider in each check, and have old objects make way for their replacements", async () => {
    const stack = new TestStack();
    stack.behaviour = { configure: async () => ({ ...terms, supportsAutonamingConfiguration: true }) };
    await stack.up((p) => p.thing("a", { replaceX: 1 }), { autonaming });
    const run = await stack.up((p) => p.thing("a", { replaceX: 2 }), { autonaming });
    assert.deepEqual(run.steps, ["delete-replaced a", "replace a", "create-replacement a"]);
    const naming = { mode: "enforce", proposedName: "a" };
    assert.deepEqual(
      sent(run).map((request) => request.naming),
      [naming, naming],
    );
    assert.deepEqual(run.warnings, []);
  });

  it("must be told where it is meant for a provider that does not know of it", async () => {
    const stack = new TestStack();
    const run = await stack.up((p) => p.thing("a"), { autonaming });
    assert.equal(run.outcome, "succeeded");
    assert.deepEqual(
      sent(run).map((request) => request.naming),
      [undefined],
    );
    assert.match(
      run.warnings.join(),
      /::a resource has a custom autonaming setting but the provider does not support/,
    );
  });
});

const terms = { acceptSecrets: true, acceptResources: true, acceptOutputs: true, supportsPreview: true };
