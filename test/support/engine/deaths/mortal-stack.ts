import * as fs from "node:fs/promises";
import { join } from "node:path";
import type { SavingCalls } from "../../../../engine/atomic-file";
import { BucketBackend } from "../../../../engine/backend/bucket-backend";
import { FileBucket } from "../../../../engine/backend/file-bucket";
import {
  openStack,
  runOperation,
  type OperationKind,
  type OperationOptions,
  type OperationResult,
} from "../../../../engine/operations";
import { decodeCheckpoint, integrityProblem, type Snapshot } from "../../../../engine/state";
import { parseUrn } from "../../../../engine/urn";
import { Cloud, nameOf, typeOf, type LabObject } from "../lab/cloud";
import { labProvider } from "../lab/provider";
import { interpret } from "../trial/interpreter";
import { plantObjects } from "../trial/prepare";
import type { Program } from "../trial/program";
import { TrialProject } from "../trial/project";
import { PASSPHRASE } from "../trial/state";
import { Death } from "./death";

/** What a stack is at one moment: what it says of itself, and what is there. */
interface Moment {
  readonly text: string;
  readonly objects: ReadonlyMap<string, LabObject>;
}

/** Objects have names of their own, as containers have: to make what is there already is to take it over. */
export const naturalName = (urn: string, inputs: Readonly<Record<string, unknown>>): string =>
  [nameOf(urn), typeOf(urn), inputs["key"] ?? "", inputs["slot"] ?? ""].join("/");

const passphrase = (): Promise<string> => Promise.resolve(PASSPHRASE);

/** A stack on which operations die. */
export class MortalStack {
  /** Names of what was made although it was there already. */
  readonly takenOver: string[] = [];
  readonly cloud: Cloud = new Cloud((urn, inputs) => {
    const id = naturalName(urn, inputs);
    if (this.cloud.objects.has(id)) this.takenOver.push(nameOf(urn));
    return id;
  });

  readonly backend: BucketBackend;
  /** For how many saves of the checkpoint the disk has room. */
  room = Number.POSITIVE_INFINITY;

  private constructor(readonly project: TrialProject) {
    this.backend = new BucketBackend(new FileBucket(join(project.folder, "state"), { calls: this.#calls() }));
    plantObjects(this.cloud);
  }

  #calls(): SavingCalls {
    return {
      ...fs,
      open: async (...given: Parameters<typeof fs.open>) => {
        const isSave = /dev\.json\.\w+\.tmp$/.test(String(given[0]));
        if (isSave && this.room-- <= 0)
          throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
        const file = await fs.open(...given);
        // What a process has written outlives it all the same.
        file.sync = () => Promise.resolve();
        return file;
      },
    } as SavingCalls;
  }

  static async create(): Promise<MortalStack> {
    const project = await TrialProject.create("mortal");
    await project.configure({});
    return new MortalStack(project);
  }

  /** Runs an operation up to its death, or to its end. */
  async run(
    kind: OperationKind,
    program: Program,
    death: Death = new Death(0),
    options: OperationOptions = {},
  ): Promise<OperationResult> {
    const target = await openStack({
      folder: this.project.folder,
      stack: "dev",
      passphrase,
      // Who runs the tests may be logged in to another backend.
      environment: { PULUMI_HOME: join(this.project.folder, "home") },
    });
    const lab = () => ({
      handlers: death.provider(labProvider("lab", this.cloud)),
      close: () => Promise.resolve(),
    });
    return runOperation(
      kind,
      { ...target, backend: death.backend(this.backend) },
      { program: () => interpret(program, this.cloud), providers: { lab }, environment: {}, ...options },
    );
  }

  async moment(): Promise<Moment> {
    return { text: await this.project.state(), objects: new Map(this.cloud.objects) };
  }

  /** Goes back to a moment, whatever has happened since; nobody has the lock. */
  async restore({ text, objects }: Moment): Promise<void> {
    await fs.rm(join(this.project.folder, "state/.pulumi/locks"), { recursive: true, force: true });
    const file = join(this.project.folder, "state/.pulumi/stacks/trial/dev.json");
    await fs.writeFile(file, text);
    await fs.rm(`${file}.attrs`, { force: true });
    this.cloud.objects.clear();
    for (const [id, object] of objects) this.cloud.objects.set(id, object);
    this.takenOver.length = 0;
  }

  async snapshot(): Promise<Snapshot> {
    const text = await fs.readFile(join(this.project.folder, "state/.pulumi/stacks/trial/dev.json"), "utf8");
    return decodeCheckpoint(text, { location: "dev.json", passphrase });
  }

  /** What is wrong with the state, or between it and what is there. */
  async problems(): Promise<string[]> {
    const snapshot = await this.snapshot();
    const invalid = integrityProblem(snapshot);
    const { resources, pendingOperations } = snapshot;
    const pending = (type: string): Set<string> =>
      new Set(
        pendingOperations
          .filter((each) => each.type === type)
          .map(({ resource }) => parseUrn(resource.urn).name),
      );
    const [creating, deleting] = [pending("creating"), pending("deleting")];
    const owned = resources.filter(
      ({ type, custom, external }) => custom && !external && type.startsWith("lab:"),
    );
    const known = new Set(owned.map(({ id }) => id));
    const lost = [...this.cloud.objects.keys()].filter(
      (id) => !id.startsWith("found-") && !known.has(id) && !creating.has(nameIn(id)),
    );
    const missing = owned.filter(
      // What is to be replaced has been deleted first.
      ({ id, urn, pendingReplacement }) =>
        !pendingReplacement && !this.cloud.objects.has(id) && !deleting.has(parseUrn(urn).name),
    );
    return [
      ...(invalid === undefined ? [] : [invalid]),
      ...lost.map((id) => `${id} is there, and the state does not know it`),
      ...missing.map(({ id }) => `${id} is in the state, and not there`),
    ];
  }

  /** Names of the creations whose end nobody saw. */
  async creating(): Promise<string[]> {
    const { pendingOperations } = await this.snapshot();
    return pendingOperations
      .filter(({ type }) => type === "creating")
      .map(({ resource }) => parseUrn(resource.urn).name);
  }

  /** What the state has, in its order, without what is chance: `<urn> <id>`. */
  async resources(): Promise<string[]> {
    const { resources } = await this.snapshot();
    return resources
      .map(
        ({ urn, id, type, delete: isOld }) =>
          `${urn} ${type.startsWith("lab:") ? id : ""}${isOld ? " to go" : ""}`,
      )
      .sort();
  }

  discard(): Promise<void> {
    return this.project.discard();
  }
}

/** The name in an object's id. */
export function nameIn(id: string): string {
  return id.split("/")[0] ?? "";
}
