import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fullStackName, openBackend, type StackLock, type UpdateRecord } from "../../engine/backend";
import { PassphraseProvider } from "../../engine/secrets";
import { CheckpointEncoder, emptySnapshot, resourceState, type ResourceState } from "../../engine/state";
import { buildUrn } from "../../engine/urn";
import { Secret, type PropertyMap } from "../../engine/values";

const PASSPHRASE = "correct horse";

/** A project with a state that no program has made. */
export class TestProject {
  readonly env: Readonly<Record<string, string>>;

  private constructor(readonly folder: string) {
    this.env = {
      HOME: folder,
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: `file://${folder}/state`,
      PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
      PATH: process.env["PATH"] ?? "",
    };
  }

  static async create(): Promise<TestProject> {
    const folder = await mkdtemp(join(tmpdir(), "moorage-cli-"));
    await mkdir(join(folder, "state"));
    await writeFile(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    return new TestProject(folder);
  }

  /** Writes a stack as a run would have left it. */
  async stack(name: string, resources: readonly ResourceState[]): Promise<void> {
    const backend = await openBackend({ environment: this.env });
    const reference = { project: "shop", name };
    await backend.createStack(reference);
    const lock = await backend.lock(reference);
    const provider = await PassphraseProvider.create(() => Promise.resolve(PASSPHRASE));
    const encoder = new CheckpointEncoder(fullStackName(reference), "3.230.0");
    const writer = backend.checkpointWriter(lock);
    await writer.write(await encoder.encode({ ...emptySnapshot(provider), resources }));
    await writer.close();
    await lock.release();
  }

  /** Adds to a stack's history, as an operation of a minute does that failed. */
  async recordUpdate(
    name: string,
    { key, ...update }: Pick<UpdateRecord, "kind" | "message"> & { readonly key: string },
  ): Promise<void> {
    const backend = await openBackend({ environment: this.env });
    const startTime = Date.parse("2026-01-01T00:00:00Z") / 1000;
    await backend.recordUpdate(
      { project: "shop", name },
      {
        ...update,
        startTime,
        endTime: startTime + 60,
        environment: {},
        config: { "shop:key": key },
        result: "failed",
        resourceChanges: { create: 2, update: 1 },
      },
    );
  }

  /** Holds a stack, as a run of this process does. */
  async lock(name: string): Promise<StackLock> {
    const backend = await openBackend({ environment: this.env });
    return backend.lock({ project: "shop", name });
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** A record of one of our resources. */
export function record(
  noun: string,
  name: string,
  outputs: PropertyMap,
  inputs: PropertyMap = {},
): ResourceState {
  const type = `moorage:index:${noun}`;
  return resourceState({
    urn: buildUrn({ stack: "dev", project: "shop", type, name }),
    type,
    custom: true,
    id: name,
    provider: PROVIDER,
    inputs,
    outputs,
  });
}

const PROVIDER_TYPE = "pulumi:providers:moorage";
const PROVIDER_URN = buildUrn({ stack: "dev", project: "shop", type: PROVIDER_TYPE, name: "default" });
const PROVIDER = `${PROVIDER_URN}::p1`;

/** The record of the default provider, with credentials by name. */
export function providerRecord(credentials: object): ResourceState {
  return resourceState({
    urn: PROVIDER_URN,
    type: PROVIDER_TYPE,
    custom: true,
    id: "p1",
    inputs: { credentials: new Secret(JSON.stringify(credentials)) },
    outputs: {},
  });
}

/** The record of a host that answers at a link. */
export function hostRecord(name: string, link: PropertyMap): ResourceState {
  return record("Host", name, { link });
}

/** The record of a container. */
export function containerRecord(
  name: string,
  link: PropertyMap,
  container = `shop-dev-${name}`,
): ResourceState {
  return record("Container", name, { name: container }, { host: link, name: container });
}
