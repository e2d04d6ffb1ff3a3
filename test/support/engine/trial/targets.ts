import type { Program } from "./program";

/** URNs of resources by name: from the state, else from where the program declares them without a parent. */
export function urnsOf(names: readonly string[], program: Program, state: string): string[] {
  const { checkpoint } = JSON.parse(state) as {
    checkpoint: { latest: { resources?: readonly { urn: string }[] } | null };
  };
  const stored = (checkpoint.latest?.resources ?? []).map(({ urn }) => urn);
  return names.map((name) => {
    const found = stored.find((urn) => urn.endsWith(`::${name}`));
    const declared = program.resources.find((resource) => resource.name === name);
    return found ?? `urn:pulumi:dev::trial::${declared?.type ?? "lab:index:Plain"}::${name}`;
  });
}
