import { commonLength } from "../common-length";
import type { Crypter, SecretsProvider } from "../secrets";
import { containsSecrets } from "../values";
import { encodeOperation, encodeResource, features, featuresOf, type Feature } from "./encode-resource";
import type { Json } from "./encode-value";
import { IntegrityCheck } from "./integrity";
import { resolveAliases } from "./resolve-aliases";
import type { ResourceState } from "./resource-state";
import { manifestOf, type Snapshot } from "./snapshot";

/** The version of checkpoints that need no features, and of those that do. */
const [plainVersion, featuresVersion] = [3, 4];

/** What the engine was about to write would not be read again. It is a defect of the engine, and is not written. */
export class InvalidSnapshotError extends Error {
  override readonly name = "InvalidSnapshotError";
}

/** A record in its JSON, after a comma and the end of a line. */
interface EncodedResource {
  readonly bytes: Buffer;
  readonly features: readonly Feature[];
}

/**
 * Puts snapshots of one stack into the CLI's JSON. A record is encoded once, however often it is saved, and what stands
 * before the first change is taken from the save before: a save costs what is new.
 */
export class CheckpointEncoder {
  readonly #check = new IntegrityCheck();
  readonly #encoded = new WeakMap<ResourceState, EncodedResource>();
  /** The records of the save before, and their pieces. */
  #resources: readonly ResourceState[] = [];
  readonly #records: EncodedResource[] = [];
  #beginning: Buffer = Buffer.alloc(0);

  /**
   * @param stack the full name, `organization/<project>/<stack>`
   * @param version of the engine, for the manifest
   */
  constructor(
    private readonly stack: string,
    private readonly version: string,
  ) {}

  /**
   * The checkpoint's pieces, one a record and line; a piece that has not changed is the same object as before.
   *
   * @throws InvalidSnapshotError; SecretsError if there are secrets and no key
   */
  async encode(snapshot: Snapshot): Promise<Buffer[]> {
    const { secretsProvider, pendingOperations } = snapshot;
    const resources = resolveAliases(snapshot.resources);
    const problem = this.#check.problem(resources);
    if (problem !== undefined) throw new InvalidSnapshotError(problem);

    const common = commonLength(this.#resources, resources);
    const changed = [...resources.slice(common), ...pendingOperations.map(({ resource }) => resource)];
    // Before anything is done: what comes of it may be secret, and must not be lost for want of the key.
    const needsKey = pendingOperations.length > 0 || changed.some(holdsSecrets);
    const crypter = needsKey && secretsProvider ? await secretsProvider.unlock() : noSecrets;
    this.#records.length = common;
    for (const state of resources.slice(common)) this.#records.push(this.#encode(state, crypter));
    this.#resources = resources;

    const operations = pendingOperations.map((operation) => encodeOperation(operation, crypter));
    return this.#layOut({
      manifest: manifestOf(this.version, new Date()) as unknown as Json,
      ...encodeProvider(secretsProvider),
      ...(operations.length > 0 ? { pending_operations: operations } : {}),
      metadata: snapshot.metadata as Json,
      ...snapshot.others,
    });
  }

  #encode(state: ResourceState, crypter: Crypter): EncodedResource {
    const known = this.#encoded.get(state);
    if (known !== undefined) return known;
    const bytes = Buffer.from(`,\n${JSON.stringify(encodeResource(state, crypter))}`);
    const encoded = { bytes, features: featuresOf(state) };
    this.#encoded.set(state, encoded);
    return encoded;
  }

  /** What changes with every save comes last, so that the bytes before it can stay. */
  #layOut(rest: { readonly [key: string]: Json }): Buffer[] {
    const used = new Set(this.#records.flatMap((record) => record.features));
    const head = {
      version: used.size > 0 ? featuresVersion : plainVersion,
      ...(used.size > 0 ? { features: features.filter((feature) => used.has(feature)) } : {}),
      checkpoint: { stack: this.stack, latest: {} },
    };
    const open = JSON.stringify(head).slice(0, -"}}}".length);
    const tail = JSON.stringify(rest).slice(1);
    const [first, ...others] = this.#records;
    if (first === undefined) return [Buffer.from(`${open}${tail}}}\n`)];
    return [
      this.#begin(`${open}"resources":[`, first),
      ...others.map(({ bytes }) => bytes),
      Buffer.from(`\n],\n${tail}}}\n`),
    ];
  }

  /** The head with the first record, which no comma precedes. */
  #begin(head: string, { bytes }: EncodedResource): Buffer {
    const begin = Buffer.concat([Buffer.from(head), bytes.subarray(1)]);
    if (!this.#beginning.equals(begin)) this.#beginning = begin;
    return this.#beginning;
  }
}

function encodeProvider(provider: SecretsProvider | undefined): { secrets_providers?: Json } {
  if (provider === undefined) return {};
  const { type, state } = provider;
  return { secrets_providers: { type, ...(state === undefined ? {} : { state: state as Json }) } };
}

/** Stands for a key where nothing is secret. */
const noSecrets: Crypter = {
  encrypt: () => {
    throw new InvalidSnapshotError("it has secrets, and no secrets provider");
  },
  decrypt: (ciphertext) => ciphertext,
};

function holdsSecrets({ inputs, outputs, replacementTrigger }: ResourceState): boolean {
  return [inputs, outputs, replacementTrigger].some(containsSecrets);
}
