import type * as Codegen from "../codegen";
import type { ResourceState } from "../state";
import type { Imported } from "../steps/deployment";
import type { Urn } from "../urn";

/** Loaded by an import only. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- import() of a CommonJS module waits for a loader that nothing else here needs
const codegen = () => require("../codegen") as typeof Codegen;

/** The code of what was imported. */
export function codeFor(
  { schemas, urns }: Imported,
  state: readonly ResourceState[],
  variables: Readonly<Record<Urn, string>> | undefined,
): Codegen.GeneratedCode {
  const imported = new Set(urns);
  const resources = state.filter((resource) => imported.has(resource.urn) && !resource.delete);
  return codegen().generateCode({ resources, state, schemas, variables });
}
