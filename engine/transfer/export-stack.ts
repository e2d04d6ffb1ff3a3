import type { Backend, StackReference } from "../backend";
import { parseCheckpoint } from "../state";

/** What `pulumi stack export` prints, and `pulumi stack import` takes. Secrets are ciphertexts. */
export interface ExportedStack {
  readonly version: number;
  readonly features?: readonly string[];
  /** Undefined for a stack that was never deployed. */
  readonly deployment?: object;
}

/** The stack's state as the CLI exports it. @throws StackNotFoundError, StateError */
export async function exportStack(backend: Backend, stack: StackReference): Promise<ExportedStack> {
  const { text, location } = await backend.readCheckpoint(stack);
  const { version, features, checkpoint } = parseCheckpoint(text, location) as unknown as {
    version: number;
    features?: string[];
    checkpoint?: { latest?: object };
  };
  const deployment = checkpoint?.latest;
  return { version, ...(features ? { features } : {}), ...(deployment ? { deployment } : {}) };
}
