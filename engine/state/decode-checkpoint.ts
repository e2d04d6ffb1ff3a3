import { secretsProvider, type Crypter, type PassphraseSource, type SecretsProvider } from "../secrets";
import { signatures, unknownSentinels } from "../values";
import { decodeOperation, decodeResource } from "./decode-resource";
import { features } from "./encode-resource";
import type { Json } from "./encode-value";
import { FieldError, Fields } from "./fields";
import { integrityProblem } from "./integrity";
import { emptySnapshot, type Snapshot } from "./snapshot";
import { InvalidStateError, NewerStateError, OlderStateError } from "./state-error";

const newestVersion = 4;
const oldestVersion = 3;

/** Where a checkpoint comes from, and what opens its secrets. */
export interface DecodeOptions {
  /** The file, for messages. */
  location: string;
  passphrase: PassphraseSource;
}

/**
 * Reads a checkpoint, or the deployment that `pulumi stack export` prints. It is taken whole or not at all.
 *
 * @throws InvalidStateError, NewerStateError, OlderStateError; SecretsError for secrets that cannot be decrypted
 */
export function decodeCheckpoint(text: string, options: DecodeOptions): Promise<Snapshot> {
  return decode(text, options, (provider) => provider.unlock());
}

/**
 * The same without waiting for its key, whose derivation begins: secrets are marked, and what is in them is not known.
 *
 * @throws InvalidStateError, NewerStateError, OlderStateError
 */
export function decodeSealed(text: string, options: DecodeOptions): Promise<Snapshot> {
  return decode(text, options, (provider) => {
    // Who needs the key is told why there is none.
    provider.unlock().catch(() => undefined);
    return Promise.resolve(sealed);
  });
}

type Unlock = (provider: SecretsProvider) => Promise<Crypter>;

async function decode(text: string, options: DecodeOptions, unlock: Unlock): Promise<Snapshot> {
  const { location } = options;
  try {
    const document = Fields.of(parse(text, location), "the document");
    const latest = latestOf(document, location);
    if (latest === undefined) return emptySnapshot();
    const snapshot = await decodeDeployment(latest, text, options.passphrase, unlock);
    const problem = integrityProblem(snapshot);
    if (problem !== undefined) throw new InvalidStateError(location, problem);
    return snapshot;
  } catch (cause) {
    if (cause instanceof FieldError) throw new InvalidStateError(location, cause.message, { cause });
    throw cause;
  }
}

function parse(text: string, location: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    // The parser's message may quote a part of the file.
    const problem = `it is no JSON, as a file is that was truncated or edited by hand (it has ${text.length} characters)`;
    throw new InvalidStateError(location, problem, { cause });
  }
}

/** The deployment in its wrapping; undefined if the stack has none yet. */
function latestOf(document: Fields, location: string): Fields | undefined {
  const wrapping = document.has("deployment") ? document : document.object("checkpoint");
  const key = document.has("deployment") ? "deployment" : "latest";
  const version = document.number("version");
  if (version > newestVersion) {
    throw new NewerStateError(
      location,
      `its version is ${version}, and this engine reads up to ${newestVersion}`,
    );
  }
  const unknown = document
    .texts("features")
    .filter((feature) => !(features as readonly string[]).includes(feature));
  if (version >= newestVersion && unknown.length > 0) {
    throw new NewerStateError(location, `it uses ${unknown.join(", ")}, which this engine does not know`);
  }
  if (!wrapping.has(key)) {
    if (document.has("latest")) throw new OlderStateError(location, 0);
    return undefined;
  }
  if (!document.has("version") || version === 0) {
    throw new InvalidStateError(
      location,
      "it has no version, without which the Pulumi CLI takes it for empty",
    );
  }
  if (version < oldestVersion) throw new OlderStateError(location, version);
  return wrapping.object(key);
}

async function decodeDeployment(
  latest: Fields,
  text: string,
  passphrase: PassphraseSource,
  unlock: Unlock,
): Promise<Snapshot> {
  const manifest = latest.object("manifest");
  const provider = providerOf(latest, passphrase);
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

function providerOf(latest: Fields, passphrase: PassphraseSource): SecretsProvider | undefined {
  if (!latest.has("secrets_providers")) return undefined;
  const provider = latest.object("secrets_providers");
  const type = provider.text("type");
  if (type === "") return undefined;
  return secretsProvider({ type, state: provider.value("state") }, passphrase);
}

const noKey: Crypter = {
  encrypt: (plaintext) => plaintext,
  decrypt: () => {
    throw new FieldError("it has secrets, and its secrets_providers are missing");
  },
};

const sealed: Crypter = {
  encrypt: (plaintext) => plaintext,
  decrypt: () => JSON.stringify(unknownSentinels.string),
};
