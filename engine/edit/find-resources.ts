import type { ResourceState } from "../state";
import { isUrn, parseUrn } from "../urn";
import { ResourceNotFoundError } from "./edit-error";

/**
 * The records that are meant, each by its URN, or by its name where no other resource has it.
 *
 * @throws ResourceNotFoundError that names all that are not there, or are several
 */
export function findResources(
  resources: readonly ResourceState[],
  names: readonly string[],
): readonly ResourceState[] {
  const problems: string[] = [];
  const found = names.flatMap((name) => {
    const those = resources.filter(
      ({ urn }) => urn === name || (!isUrn(name) && parseUrn(urn).name === name),
    );
    const [only] = those;
    if (only !== undefined && those.length === 1) return [only];
    problems.push(only === undefined ? `there is no resource ${name} in the state` : several(name, those));
    return [];
  });
  if (problems.length > 0) throw new ResourceNotFoundError(problems.join("\n"));
  return [...new Set(found)];
}

function several(name: string, those: readonly ResourceState[]): string {
  const lines = those.map(({ urn, id, delete: isLeaving }) => {
    const fate = isLeaving ? ", to be deleted by the next update" : "";
    return `  ${urn} (id ${id || "none"}${fate})`;
  });
  const isOneUrn = those.every(({ urn }) => urn === those[0]?.urn);
  const advice = isOneUrn ? "Let an update delete what is to be deleted first" : "Give the URN of one";
  return `${name} is ${those.length} resources:\n${lines.join("\n")}\n${advice}`;
}
