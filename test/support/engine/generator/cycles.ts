import { slotsOf, type Declared, type Program, type Value } from "../trial/program";

/**
 * The program without waits that never end. Who depends on a component waits for all that is in it, so a resource
 * must not depend on a component that holds it, or that holds what depends on it.
 */
export function withoutCycles(program: Program): Program {
  let { resources } = program;
  for (const { slot } of program.resources) {
    if (!reaches(slot, slot, resources)) continue;
    resources = resources.map((declared) =>
      declared.slot === slot ? independent(declared, resources) : declared,
    );
  }
  return { ...program, resources };
}

function reaches(from: string, to: string, resources: readonly Declared[]): boolean {
  const seen = new Set<string>();
  const waiting = [from];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const slot of waitsFor(next, resources)) {
      if (slot === to) return true;
      if (seen.has(slot)) continue;
      seen.add(slot);
      waiting.push(slot);
    }
  }
  return false;
}

function waitsFor(slot: string, resources: readonly Declared[]): string[] {
  const declared = resources.find((each) => each.slot === slot);
  if (declared === undefined) return [];
  const {
    parent,
    provider,
    providers = [],
    deletedWith,
    replaceWith = [],
    dependsOn = [],
  } = declared.options;
  const direct = [parent, provider, ...providers, deletedWith, ...replaceWith].filter(
    (each) => each !== undefined,
  );
  const used = [...dependsOn, ...Object.values(declared.properties).flatMap(slotsOf)];
  return [...direct, ...used.flatMap((each) => [each, ...contents(each, resources)])];
}

/** What a component holds, at any depth. */
function contents(slot: string, resources: readonly Declared[]): string[] {
  const isComponent = resources.some((each) => each.slot === slot && each.kind === "component");
  if (!isComponent) return [];
  return resources
    .filter(({ options }) => options.parent === slot)
    .flatMap((each) => [each.slot, ...contents(each.slot, resources)]);
}

function independent({ options, ...declared }: Declared, resources: readonly Declared[]): Declared {
  const isComponent = (slot: string) =>
    resources.some((each) => each.slot === slot && each.kind === "component");
  const { dependsOn, ...others } = options;
  const kept = dependsOn?.filter((slot) => !isComponent(slot));
  const values = Object.entries(declared.properties).map(([name, value]): [string, Value] => [
    name,
    slotsOf(value).some(isComponent) ? { literal: "independent" } : value,
  ]);
  return {
    ...declared,
    properties: Object.fromEntries(values),
    options: kept === undefined ? others : { ...others, dependsOn: kept },
  };
}
