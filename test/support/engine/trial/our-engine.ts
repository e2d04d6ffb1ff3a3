import { join } from "node:path";
import { openStack, runOperation } from "../../../../engine/operations";
import type { OperationKind, OperationOptions, OperationTarget } from "../../../../engine/operations";
import { Cloud } from "../lab/cloud";
import type { Rendezvous } from "../lab/rendezvous";
import type { TrialEvent } from "./events";
import { interpret } from "./interpreter";
import { outcomeOf } from "./outcome";
import { plantObjects, prepare } from "./prepare";
import { TrialProject } from "./project";
import type { Command, Contestant, Operation, Outcome } from "./sequence";
import { PASSPHRASE } from "./state";
import { urnsOf } from "./targets";

const kinds: Readonly<Record<Command, OperationKind>> = {
  up: "update",
  preview: "preview",
  refresh: "refresh",
  destroy: "destroy",
};

/** No operation of a trial takes so long, however busy the machine is. */
const hungAfterMilliseconds = 90_000;

/** Our engine, in this process. */
export class OurEngine implements Contestant {
  readonly name = "moorage";

  /** Runs in the middle of the next operation's program. */
  meanwhile: (() => Promise<void>) | undefined;

  private constructor(
    private readonly project: TrialProject,
    private readonly cloud: Cloud,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly leave: () => void,
  ) {}

  static async create(rendezvous: Rendezvous, key: string): Promise<OurEngine> {
    const cloud = new Cloud();
    plantObjects(cloud);
    return OurEngine.on(await TrialProject.create("ours"), cloud, rendezvous, key);
  }

  /** On a project that is there, and a cloud that may have objects of its stack. */
  static on(project: TrialProject, cloud: Cloud, rendezvous: Rendezvous, key: string): OurEngine {
    const environment = {
      ...process.env,
      ...rendezvous.environment(key, cloud),
      PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
    };
    return new OurEngine(project, cloud, environment, () => rendezvous.forget(key));
  }

  async run(operation: Operation): Promise<Outcome> {
    prepare(this.cloud, operation);
    await this.project.configure(operation.config);
    const before = this.cloud.calls.length;
    const events: TrialEvent[] = [];
    const options = await this.#options(operation, (event) => events.push(event));
    const run = this.#target().then((target) => runOperation(kinds[operation.command], target, options));
    let limit: NodeJS.Timeout | undefined;
    const hung = new Promise<never>((_resolve, reject) => {
      limit = setTimeout(() => reject(new Error("our engine hung")), hungAfterMilliseconds);
    });
    const [ok, said] = await Promise.race([run, hung]).then(
      ({ outcome, programError }) => [
        outcome === "succeeded",
        programError === undefined ? "" : String(programError),
      ],
      (error: unknown) =>
        [false, error instanceof Error ? (error.stack ?? error.message) : String(error)] as const,
    );
    clearTimeout(limit);
    const calls = this.cloud.calls.slice(before);
    return outcomeOf(ok === true, events, calls, await this.project.state(), String(said));
  }

  async close(): Promise<void> {
    this.leave();
    await this.project.discard();
  }

  async #options(
    { program, flags }: Operation,
    onEvent: (event: TrialEvent) => void,
  ): Promise<OperationOptions> {
    const state = await this.project.state();
    const urns = (names: readonly string[] | undefined) =>
      names === undefined ? undefined : urnsOf(names, program, state);
    return {
      program: () => {
        if (this.meanwhile === undefined) return interpret(program, this.cloud);
        return this.meanwhile().then(() => interpret(program, this.cloud));
      },
      parallel: 1,
      refresh: flags.refresh,
      runProgram: flags.runProgram,
      targets: urns(flags.targets),
      targetDependents: flags.targetDependents,
      excludes: urns(flags.excludes),
      replace: urns(flags.replace),
      continueOnError: flags.continueOnError,
      environment: this.environment,
      onEvent: (event) => onEvent(JSON.parse(JSON.stringify(event)) as TrialEvent),
    };
  }

  #target(): Promise<OperationTarget> {
    const { folder } = this.project;
    return openStack({
      folder,
      stack: "dev",
      backendUrl: `file://${join(folder, "state")}`,
      environment: this.environment,
    });
  }
}
