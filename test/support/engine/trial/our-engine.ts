import { join } from "node:path";
import { openBackend, parseStackReference } from "../../../../engine/backend";
import { runOperation } from "../../../../engine/operations/run-operation";
import type {
  OperationKind,
  OperationOptions,
  OperationTarget,
} from "../../../../engine/operations/operation";
import { PassphraseProvider } from "../../../../engine/secrets";
import { Cloud } from "../lab/cloud";
import { labPlugins, type Rendezvous } from "../lab/rendezvous";
import type { TrialEvent } from "./events";
import { interpret } from "./interpreter";
import { outcomeOf } from "./outcome";
import { plantObjects, prepare } from "./prepare";
import { TrialProject } from "./project";
import type { Command, Contestant, Operation, Outcome } from "./sequence";
import { PASSPHRASE, SALT } from "./state";
import { urnsOf } from "./targets";

const kinds: Readonly<Record<Command, OperationKind>> = {
  up: "update",
  preview: "preview",
  refresh: "refresh",
  destroy: "destroy",
};

/** Our engine, in this process. */
export class OurEngine implements Contestant {
  readonly name = "moorage";

  private constructor(
    private readonly project: TrialProject,
    private readonly cloud: Cloud,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly leave: () => void,
  ) {}

  static async create(rendezvous: Rendezvous, key: string): Promise<OurEngine> {
    const cloud = new Cloud();
    plantObjects(cloud);
    const environment = { ...process.env, ...rendezvous.environment(key, cloud) };
    return new OurEngine(await TrialProject.create("ours"), cloud, environment, () => rendezvous.forget(key));
  }

  async run(operation: Operation): Promise<Outcome> {
    prepare(this.cloud, operation);
    await this.project.configure(operation.config);
    const before = this.cloud.calls.length;
    const events: TrialEvent[] = [];
    const options = await this.#options(operation, (event) => events.push(event));
    const run = this.#target(operation).then((target) =>
      runOperation(kinds[operation.command], target, options),
    );
    const [ok, said] = await run.then(
      ({ outcome, programError }) => [
        outcome === "succeeded",
        programError === undefined ? "" : String(programError),
      ],
      (error: unknown) =>
        [false, error instanceof Error ? (error.stack ?? error.message) : String(error)] as const,
    );
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
      program: () => interpret(program, this.cloud),
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

  async #target({ config }: Operation): Promise<OperationTarget> {
    const { folder } = this.project;
    const passphrase = () => Promise.resolve(PASSPHRASE);
    return {
      backend: await openBackend({ url: `file://${join(folder, "state")}`, environment: {} }),
      stack: parseStackReference("dev", "trial"),
      project: {
        name: "trial",
        folder,
        runtimeOptions: { typescript: false },
        refresh: false,
        plugins: ["lab", "old"].map((name) => ({ name, path: labPlugins })),
      },
      configuration: { values: config, secretKeys: [], recorded: {} },
      secretsProvider: new PassphraseProvider(SALT, passphrase),
      passphrase,
      keepSalt: () => Promise.resolve(),
    };
  }
}
