import type { Crypter, SecretsProvider } from "../secrets";
import { containsSecrets } from "../values";
import { encodeOperation, encodeResource, features, featuresOf, type Feature } from "./encode-resource";
import type { Json } from "./encode-value";
import { integrityProblem } from "./integrity";
import { resolveAliases } from "./resolve-aliases";
import type { PendingOperation, ResourceState } from "./resource-state";
import { manifestOf, type Snapshot } from "./snapshot";

/** The version of checkpoints that need no features, and of those that do. */
const [plainVersion, featuresVersion] = [3, 4];

/** What the engine was about to write would not be read again. It is a defect of the engine, and is not written. */
export class InvalidSnapshotError extends Error {
  override readonly name = "InvalidSnapshotError";
}

interface EncodedResource {
  readonly bytes: Buffer;
  readonly features: readonly Feature[];
}

/**
 * Puts snapshots of one stack into the CLI's JSON. A record is encoded once, however often it is saved: what a save
 * costs beside writing is the records that are new.
 */
export class CheckpointEncoder {
  readonly #encoded = new WeakMap<ResourceState, EncodedResource>();

  /**
   * @param stack the full name, `organization/<project>/<stack>`
   * @param version of the engine, for the manifest
   */
  constructor(
    private readonly stack: string,
    private readonly version: string,
  ) {}

  /**
   * The checkpoint's pieces, one a record and line.
   *
   * @throws InvalidSnapshotError; SecretsError if there are secrets and no key
   */
  async encode(snapshot: Snapshot): Promise<Buffer[]> {
    const { secretsProvider, pendingOperations, metadata } = snapshot;
    const resources = resolveAliases(snapshot.resources);
    const manifest = manifestOf(this.version, new Date());
    const problem = integrityProblem({ ...snapshot, manifest, resources });
    if (problem !== undefined) throw new InvalidSnapshotError(problem);

    const crypter = await crypterFor(resources, pendingOperations, secretsProvider);
    const encoded = resources.map((state) => this.#encode(state, crypter));
    const used = features.filter((feature) => encoded.some((record) => record.features.includes(feature)));
    const head = {
      version: used.length > 0 ? featuresVersion : plainVersion,
      ...(used.length > 0 ? { features: used } : {}),
      checkpoint: {
        stack: this.stack,
        latest: { manifest, ...encodeProvider(secretsProvider) },
      },
    };
    const operations = pendingOperations.map((operation) => encodeOperation(operation, crypter));
    return layOut(head, encoded, {
      ...(operations.length > 0 ? { pending_operations: operations } : {}),
      metadata,
    });
  }

  #encode(state: ResourceState, crypter: Crypter): EncodedResource {
    const known = this.#encoded.get(state);
    if (known !== undefined) return known;
    const bytes = Buffer.from(JSON.stringify(encodeResource(state, crypter)));
    const encoded = { bytes, features: featuresOf(state) };
    this.#encoded.set(state, encoded);
    return encoded;
  }
}

function encodeProvider(provider: SecretsProvider | undefined): { secrets_providers?: Json } {
  if (provider === undefined) return {};
  const { type, state } = provider;
  return { secrets_providers: { type, ...(state === undefined ? {} : { state: state as Json }) } };
}

/** The records go between the head's last field and the tail's first, inside the same object. */
function layOut(head: object, records: readonly EncodedResource[], tail: object): Buffer[] {
  const closed = JSON.stringify(head);
  const open = closed.slice(0, closed.lastIndexOf("}}}"));
  const rest = JSON.stringify(tail).slice(1, -1);
  if (records.length === 0) return [Buffer.from(`${open},\n${rest}}}}\n`)];
  const pieces = records.flatMap(({ bytes }, index) => [index === 0 ? first : next, bytes]);
  return [Buffer.from(`${open},"resources":`), ...pieces, Buffer.from(`\n],${rest}}}}\n`)];
}

const first = Buffer.from("[\n");
const next = Buffer.from(",\n");

/** Stands for a key where nothing is secret. */
const noSecrets: Crypter = {
  encrypt: () => {
    throw new InvalidSnapshotError("it has secrets, and no secrets provider");
  },
  decrypt: (ciphertext) => ciphertext,
};

async function crypterFor(
  resources: readonly ResourceState[],
  operations: readonly PendingOperation[],
  provider: SecretsProvider | undefined,
): Promise<Crypter> {
  if (provider === undefined) return noSecrets;
  const hasSecrets =
    resources.some(holdsSecrets) || operations.some(({ resource }) => holdsSecrets(resource));
  return hasSecrets ? provider.unlock() : noSecrets;
}

/** Whether a record holds secrets; found once for each. */
const holding = new WeakMap<ResourceState, boolean>();

function holdsSecrets(state: ResourceState): boolean {
  const known = holding.get(state);
  if (known !== undefined) return known;
  const { inputs, outputs, replacementTrigger } = state;
  const holds = [inputs, outputs, replacementTrigger].some(containsSecrets);
  holding.set(state, holds);
  return holds;
}
