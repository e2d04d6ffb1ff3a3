import { fullStackName, type Backend, type LockOptions, type StackReference } from "../backend";
import type { PassphraseSource, SecretsProvider } from "../secrets";
import { CheckpointEncoder, decodeCheckpoint, InvalidStateError, type Snapshot } from "../state";
import { isUrn, parseUrn } from "../urn";

/** What an import needs beside the text. */
export interface ImportStackOptions extends LockOptions {
  passphrase: PassphraseSource;
  /** Encrypts secrets that the text has in plain and no provider for. */
  secretsProvider?: SecretsProvider | undefined;
  /** Where the text comes from, for messages. @default "the import" */
  location?: string;
  /** Takes resources of other stacks and projects too. @default false */
  force?: boolean;
}

/**
 * Puts an exported state in the place of the stack's. Operations that were pending in it are left out, as with the CLI.
 *
 * @throws InvalidStateError, NewerStateError, StackLockedError; the stack's state is as it was then
 */
export async function importStack(
  backend: Backend,
  stack: StackReference,
  text: string,
  options: ImportStackOptions,
): Promise<void> {
  const location = options.location ?? "the import";
  const decoded = await decodeCheckpoint(text, { location, passphrase: options.passphrase });
  if (!options.force) refuseOthers(decoded, stack, location);
  const secretsProvider = decoded.secretsProvider ?? options.secretsProvider;
  const snapshot = { ...decoded, secretsProvider, pendingOperations: [] };
  const encoder = new CheckpointEncoder(fullStackName(stack), decoded.manifest.version);
  const parts = await encoder.encode(snapshot);

  const lock = await backend.lock(stack, options);
  try {
    await backend.readCheckpoint(stack);
    const writer = backend.checkpointWriter(lock);
    await writer.write(parts);
    await writer.close();
  } finally {
    await lock.release();
  }
}

function refuseOthers({ resources }: Snapshot, { project, name }: StackReference, location: string): void {
  const other = resources.find(({ urn }) => {
    if (!isUrn(urn)) return true;
    const parts = parseUrn(urn);
    return parts.stack !== name || parts.project !== project;
  });
  if (other === undefined) return;
  throw new InvalidStateError(
    location,
    `${other.urn} is not of the stack ${name} of the project ${project} (with force it is taken all the same)`,
  );
}
