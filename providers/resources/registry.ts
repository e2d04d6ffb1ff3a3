import { type Bag, hasUnknown, UNKNOWN } from "./bag";
import type {
  ApplyRequest,
  ApplyResult,
  Context,
  DiffRequest,
  Lifecycle,
  ReadRequest,
  ReadResult,
} from "./lifecycle";
import { checkRegistry } from "./registry/check";
import { diffRegistry } from "./registry/diff";
import { tryOut, tryOutForPreview } from "./registry/try-out";

/** The life of a Registry: nothing is made; its address and login are tried out. */
export const registry: Lifecycle = {
  check: (context, request) => Promise.resolve(checkRegistry(context, request)),
  diff: (_context, request: DiffRequest) => diffRegistry(request),
  read: (_context, request) => Promise.resolve(readRegistry(request)),
  apply: applyRegistry,
  remove: () => Promise.resolve(),
};

/** A registry that does not answer now is none the less there: a refresh asks nothing. */
function readRegistry({ id, inputs, state }: ReadRequest): ReadResult {
  const imported: Bag = { values: { address: id, insecure: false }, secrets: [] };
  const known = inputs ?? imported;
  return { id, inputs: known, state: state ?? known };
}

async function applyRegistry(context: Context, { id, inputs, preview }: ApplyRequest): Promise<ApplyResult> {
  const { address = UNKNOWN } = inputs.values;
  if (!preview) await tryOut(context, inputs, "apply");
  else if (!Object.values(inputs.values).some(hasUnknown)) await tryOutForPreview(context, inputs);
  return { id: id ?? (typeof address === "string" ? address : undefined), state: inputs };
}
