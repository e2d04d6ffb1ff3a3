import { fullStackName, type Backend, type LockOptions, type StackReference } from "../backend";
import type { PassphraseSource } from "../secrets";
import { CheckpointEncoder, decodeCheckpoint, type ResourceState } from "../state";

/** What an edit needs beside the change. */
export interface EditOptions extends LockOptions {
  passphrase: PassphraseSource;
}

/**
 * Changes the records of a stack by hand, while nobody else does. The state is read under the lock, and checked before
 * it is written; the one before stays beside it, as `.bak`.
 *
 * @param edit the records as they shall be; what it throws leaves the state as it was
 * @throws StackNotFoundError, StackLockedError, StateError
 */
export async function editState(
  backend: Backend,
  stack: StackReference,
  edit: (resources: readonly ResourceState[]) => readonly ResourceState[],
  options: EditOptions,
): Promise<void> {
  const lock = await backend.lock(stack, options);
  try {
    const { text, location } = await backend.readCheckpoint(stack);
    const snapshot = await decodeCheckpoint(text, { location, passphrase: options.passphrase });
    const resources = edit(snapshot.resources);
    const encoder = new CheckpointEncoder(fullStackName(stack), snapshot.manifest.version);
    const writer = backend.checkpointWriter(lock);
    await writer.write(await encoder.encode({ ...snapshot, resources }));
    await writer.close();
  } finally {
    await lock.release();
  }
}
