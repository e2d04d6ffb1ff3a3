import { fullStackName, type StackLock } from "../backend";
import { PassphraseProvider } from "../secrets";
import { CheckpointEncoder, decodeCheckpoint, Recorder, type Snapshot } from "../state";
import type { OperationTarget } from "./operation";
import type { Stopwatch } from "./timings";

/** Written into manifests beside their magic number: who wrote the state. */
const engineVersion = "moorage";

/** Reads the state that an operation begins with. New secrets are encrypted as the configuration's are. */
export async function readState(target: OperationTarget): Promise<Snapshot> {
  const { text, location } = await target.backend.readCheckpoint(target.stack);
  const snapshot = await decodeCheckpoint(text, { location, passphrase: target.passphrase });
  return { ...snapshot, secretsProvider: target.secretsProvider ?? snapshot.secretsProvider };
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
