import { fullStackName, type StackLock } from "../backend";
import { PassphraseProvider } from "../secrets";
import {
  CheckpointEncoder,
  decodeCheckpoint,
  decodeSealed,
  Recorder,
  type SealedSnapshot,
  type Snapshot,
} from "../state";
import type { OperationTarget } from "./operation";
import type { Stopwatch } from "./timings";

/** Written into manifests beside their magic number: who wrote the state. */
const engineVersion = "moorage";

/** What it takes to read a stack's state. */
export type StatePlace = Pick<OperationTarget, "backend" | "stack" | "passphrase" | "secretsProvider">;

/** Reads the state that an operation begins with. New secrets are encrypted as the configuration's are. */
export async function readState(target: OperationTarget): Promise<Snapshot> {
  const { backend, early, passphrase, sealed, secretsProvider, stack } = target;
  const { text, location } = await backend.readCheckpoint(stack);
  // Whoever changed it since has changed more: what was read by it then is out of date.
  if (sealed !== undefined && text !== sealed.text) await early?.close();
  const snapshot =
    (text === sealed?.text ? await opened(sealed) : undefined) ??
    (await decodeCheckpoint(text, { location, passphrase, secretsProvider }));
  return { ...snapshot, secretsProvider: secretsProvider ?? snapshot.secretsProvider };
}

/** The state before the stack is locked and the key of its secrets is there; undefined if something is wrong with it. */
export async function readSealed({
  backend,
  stack,
  passphrase,
  secretsProvider,
}: StatePlace): Promise<SealedSnapshot | undefined> {
  try {
    const { text, location } = await backend.readCheckpoint(stack);
    return await decodeSealed(text, { location, passphrase, secretsProvider });
  } catch {
    // Whoever reads it with its key says what is wrong.
    return undefined;
  }
}

async function opened(sealed: SealedSnapshot): Promise<Snapshot | undefined> {
  try {
    return await sealed.open();
  } catch {
    return undefined;
  }
}

/** The same for an operation that saves: a stack that has no key yet gets one. */
export async function withSecretsProvider(target: OperationTarget, base: Snapshot): Promise<Snapshot> {
  if (target.secretsProvider !== undefined) return base;
  const provider = base.secretsProvider ?? (await PassphraseProvider.create(target.passphrase));
  if (provider instanceof PassphraseProvider) await target.keepSalt(provider.encryptionSalt);
  return { ...base, secretsProvider: provider };
}

/** A recorder that saves to the stack's checkpoint, and the way to leave the files beside it in order. */
export function openRecorder(
  target: OperationTarget,
  base: Snapshot,
  lock: StackLock,
  stopwatch: Stopwatch,
): { recorder: Recorder; close(): Promise<void> } {
  const writer = target.backend.checkpointWriter(lock);
  const encoder = new CheckpointEncoder(fullStackName(target.stack), engineVersion);
  const write = (snapshot: Snapshot): Promise<void> =>
    stopwatch.measure("saves", async () => writer.write(await encoder.encode(snapshot)));
  return { recorder: new Recorder(base, write), close: () => writer.close() };
}
