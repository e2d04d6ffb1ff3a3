import { isDeepStrictEqual } from "node:util";
import { secretsProvider, type Crypter, type PassphraseSource, type SecretsProvider } from "../secrets";
import { signatures } from "../values";
import { latestIn, parseJson } from "./checkpoint-document";
import { decodeOperation, decodeResource } from "./decode-resource";
import type { Opener } from "./decode-value";
import { FieldError, type Fields } from "./fields";
import { integrityProblem } from "./integrity";
import { SealedSecrets } from "./sealed-secrets";
import { emptySnapshot, type Snapshot } from "./snapshot";
import { InvalidStateError } from "./state-error";

/** Where a checkpoint comes from, and what opens its secrets. */
export interface DecodeOptions {
  /** The file, for messages. */
  location: string;
  passphrase: PassphraseSource;
  /** Opens its secrets, if it is the one that the checkpoint names: then they stay as they are when it is saved. */
  secretsProvider?: SecretsProvider | undefined;
}

/**
 * Reads a checkpoint, or the deployment that `pulumi stack export` prints. It is taken whole or not at all.
 *
 * @throws InvalidStateError, NewerStateError, OlderStateError; SecretsError for secrets that cannot be decrypted
 */
export function decodeCheckpoint(text: string, options: DecodeOptions): Promise<Snapshot> {
  return decode(text, options, (provider) => provider.unlock());
}

/** A checkpoint that was read without its key. */
export interface SealedSnapshot {
  /** What it was read from. */
  readonly text: string;
  /** Its secrets are marked; what is in them is not known until they are opened, and then it is. */
  readonly snapshot: Snapshot;
  /** @throws SecretsError, FieldError */
  open(): Promise<Snapshot>;
}

/**
 * The same without waiting for its key, whose derivation begins.
 *
 * @throws InvalidStateError, NewerStateError, OlderStateError
 */
export async function decodeSealed(text: string, options: DecodeOptions): Promise<SealedSnapshot> {
  const secrets = new SealedSecrets();
  let unlocking: Promise<Crypter> | undefined;
  const snapshot = await decode(text, options, (provider) => {
    unlocking = provider.unlock();
    // Who needs the key is told why there is none.
    unlocking.catch(() => undefined);
    return Promise.resolve(secrets);
  });
  let opening: Promise<Snapshot> | undefined;
  const open = async (): Promise<Snapshot> => {
    if (unlocking !== undefined) secrets.open(await unlocking);
    return snapshot;
  };
  return { text, snapshot, open: () => (opening ??= open()) };
}

type Unlock = (provider: SecretsProvider) => Promise<Opener>;

async function decode(text: string, options: DecodeOptions, unlock: Unlock): Promise<Snapshot> {
  const { location } = options;
  try {
    const latest = latestIn(parseJson(text, location), location);
    if (latest === undefined) return emptySnapshot();
    const snapshot = await decodeDeployment(latest, text, options, unlock);
    const problem = integrityProblem(snapshot);
    if (problem !== undefined) throw new InvalidStateError(location, problem);
    return snapshot;
  } catch (cause) {
    if (cause instanceof FieldError) throw new InvalidStateError(location, cause.message, { cause });
    throw cause;
  }
}

async function decodeDeployment(
  latest: Fields,
  text: string,
  options: DecodeOptions,
  unlock: Unlock,
): Promise<Snapshot> {
  const manifest = latest.object("manifest");
  const provider = providerOf(latest, options);
  const others = latest.others(knownFields);
  const crypter = text.includes(signatures.secret) && provider ? await unlock(provider) : noKey;
  return {
    manifest: {
      time: manifest.text("time"),
      magic: manifest.text("magic"),
      version: manifest.text("version"),
    },
    secretsProvider: provider,
    resources: latest.objects("resources").map((fields) => decodeResource(fields, crypter)),
    pendingOperations: latest.objects("pending_operations").map((fields) => decodeOperation(fields, crypter)),
    metadata: latest.map("metadata"),
    ...(others && { others }),
  };
}

/** What a deployment may have: the rest stays as it is. */
const knownFields: ReadonlySet<string> = new Set([
  "manifest",
  "secrets_providers",
  "resources",
  "pending_operations",
  "metadata",
]);

function providerOf(
  latest: Fields,
  { passphrase, secretsProvider: known }: DecodeOptions,
): SecretsProvider | undefined {
  if (!latest.has("secrets_providers")) return undefined;
  const provider = latest.object("secrets_providers");
  const type = provider.text("type");
  if (type === "") return undefined;
  const state = provider.value("state");
  if (known?.type === type && isDeepStrictEqual(known.state, state)) return known;
  return secretsProvider({ type, state }, passphrase);
}

const noKey: Crypter = {
  encrypt: (plaintext) => plaintext,
  decrypt: () => {
    throw new FieldError("it has secrets, and its secrets_providers are missing");
  },
};
