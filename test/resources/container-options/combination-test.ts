import assert from "node:assert/strict";
import fc from "fast-check";
import { compareApiVersions } from "../../../providers/docker/api-version";
import { options } from "../../../providers/reconcile/container/options";
import type { OptionName } from "../../../providers/reconcile/container/options/option";
import { UNKNOWN, type Value } from "../../../providers/resources/bag";
import { checkContainer } from "../../../providers/resources/container/check";
import { container } from "../../../providers/resources/container";
import { examples } from "../../reconcile/container/examples";
import type { Example } from "../../reconcile/container/examples/example";
import { Deployed } from "../deployed";
import { bag } from "../engine-context";
import { freshOne, imported, type OnEngine, QUICK, quiet, type Values, withDisk } from "./option-test";

/** Some options at once, and which of them change to their second value. */
export interface Combination {
  readonly names: readonly OptionName[];
  readonly changing: readonly OptionName[];
}

const MOST = 10;

/** What cannot be told of a combination from its parts: they have tests of their own. */
const ALONE: readonly OptionName[] = [
  // Written over SSH.
  "files",
  // What is another container's cannot be had beside most of the rest.
  "ipcMode",
  "pidMode",
  "volumesFrom",
];

/** Combinations of the options that every machine with such an engine can run. */
export function combinations(on: OnEngine): fc.Arbitrary<Combination> {
  const rows = Object.entries(examples) as [OptionName, Example<OptionName>][];
  const names = rows
    .filter(([name, { mayBeRefused }]) => mayBeRefused === undefined && !ALONE.includes(name))
    .map(([name]) => name)
    .filter(
      (name) =>
        !(options[name].newer ?? []).some(({ since }) => compareApiVersions(on.apiVersion, since) < 0),
    );
  return fc
    .subarray(names, { minLength: 2, maxLength: MOST })
    .chain((chosen) => {
      const changeable = chosen.filter((name) => exampleOf(name).values[1] !== undefined);
      const changing = fc.subarray(changeable, { maxLength: Math.min(2, changeable.length) });
      return fc.record({ names: fc.constant(chosen), changing });
    })
    .filter((combination) => isAllowed(on, combination));
}

/** Set → found as they were set → again = no step → changed = exactly what was foretold → unset = as if never given. */
export async function testCombination(on: OnEngine, combination: Combination): Promise<void> {
  const app = new Deployed(on.host, container, "Container", `all-${on.fresh.size}`);
  const { first, second, bare } = valuesOf(on, combination);
  try {
    // Found as they were set, or the second look would find a difference.
    await quiet(app, first);
    const before = app.output("containerId");
    await quiet(app, second);
    const isReplaced = combination.changing.some((name) => exampleOf(name).change === "replace");
    assert.equal(app.output("containerId") !== before, isReplaced, "whether it was replaced");
    await quiet(app, bare);
    assert.deepEqual(await imported(app), await freshOne(on, bare));
  } finally {
    if (app.id !== undefined) await app.destroy();
  }
}

function valuesOf(
  on: OnEngine,
  { names, changing }: Combination,
): Record<"first" | "second" | "bare", Values> {
  const beside = names.map((name) => exampleOf(name).beside as Values | undefined);
  const bare: Values = { image: on.image, ...QUICK };
  const given = (index: 0 | 1, which: readonly OptionName[]): Values =>
    Object.fromEntries(
      which.map((name) => [name, withDisk(exampleOf(name), on.disk).values[index] as unknown as Value]),
    );
  const first = Object.assign({}, bare, ...beside, given(0, names)) as Values;
  return { bare, first, second: { ...first, ...given(1, changing) } };
}

function isAllowed(on: OnEngine, combination: Combination): boolean {
  const { first, second } = valuesOf(on, combination);
  return [first, second].every((values) => {
    const news = bag({ host: UNKNOWN, name: "all", ...values });
    const urn = { text: "", stack: "dev", project: "shop", type: "", name: "all" };
    return checkContainer(urn, { olds: undefined, news }).failures.length === 0;
  });
}

function exampleOf(name: OptionName): Example<OptionName> {
  return (examples as Readonly<Record<string, Example<OptionName>>>)[name] as Example<OptionName>;
}
