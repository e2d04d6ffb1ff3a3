import type { Backend, StackReference } from "../../engine/backend";
import type { Snapshot } from "../../engine/state";
import type { StackOptions } from "../workspace/options";
import type { Surroundings } from "../workspace/passphrase";
import { Workspace } from "../workspace/workspace";
import { readCredentials, type Credentials } from "./credentials";

/** What is known of a stack without running its program. */
export interface KnownStack {
  readonly reference: StackReference;
  readonly backend: Backend;
  readonly snapshot: Snapshot;
  readonly credentials: Credentials;
}

/** Reads the state of a stack, and what logs in on its hosts. */
export async function readStack(options: StackOptions, surroundings: Surroundings): Promise<KnownStack> {
  const workspace = await Workspace.open(options, surroundings);
  const { backend, environment, passphrase } = workspace;
  const reference = await workspace.stack(options.stack);
  const snapshot = await workspace.snapshot(reference);
  const settings = await workspace.settings(reference);
  const credentials = await readCredentials({ snapshot, settings, passphrase, environment });
  return { reference, backend, snapshot, credentials };
}
