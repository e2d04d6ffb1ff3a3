import { join } from "node:path";
import { capture } from "../../setup/command";
import { ensurePulumi } from "../../setup/pulumi";
import { Cloud } from "../lab/cloud";
import type { Rendezvous } from "../lab/rendezvous";
import { plantObjects, prepare } from "./prepare";
import { parseEvents } from "./events";
import { interpret } from "./interpreter";
import { LanguageHost } from "./language-host";
import { outcomeOf } from "./outcome";
import { TrialProject } from "./project";
import { urnsOf } from "./targets";
import type { Contestant, Operation, Outcome } from "./sequence";
import { PASSPHRASE } from "./state";
import { OFFLINE } from "../../pulumi/offline";

/** Some programs wait for themselves. */
const hungAfterMilliseconds = 90_000;

/** The real engine, by its CLI. */
export class RealEngine implements Contestant {
  readonly name = "pulumi";
  #operation: Operation | undefined;

  private constructor(
    private readonly project: TrialProject,
    private readonly cloud: Cloud,
    private readonly host: LanguageHost,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly leave: () => void,
  ) {}

  static async create(rendezvous: Rendezvous, key: string): Promise<RealEngine> {
    const cloud = new Cloud();
    plantObjects(cloud);
    return RealEngine.on(await TrialProject.create("real"), cloud, rendezvous, key);
  }

  /** On a project that is there, and a cloud that may have objects of its stack. */
  static async on(
    project: TrialProject,
    cloud: Cloud,
    rendezvous: Rendezvous,
    key: string,
  ): Promise<RealEngine> {
    const environment = {
      ...rendezvous.environment(key, cloud),
      PULUMI_HOME: join(project.folder, "home"),
      PULUMI_BACKEND_URL: `file://${join(project.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
      ...OFFLINE,
      PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
    };
    const host = await LanguageHost.open(() => engine.#program());
    const engine: RealEngine = new RealEngine(project, cloud, host, environment, () =>
      rendezvous.forget(key),
    );
    return engine;
  }

  async run(operation: Operation): Promise<Outcome> {
    this.#operation = operation;
    prepare(this.cloud, operation);
    await this.project.configure(operation.config);
    const before = this.cloud.calls.length;
    const argv = [
      join(await ensurePulumi(), "pulumi"),
      ...commandLine(operation, await this.project.state()),
      "--client",
      this.host.address,
    ];
    let limit: NodeJS.Timeout | undefined;
    const { code, stdout, stderr } = await capture(argv, {
      cwd: this.project.folder,
      env: this.environment,
      onStart: (pid) => (limit = setTimeout(() => process.kill(pid, "SIGKILL"), hungAfterMilliseconds)),
    });
    clearTimeout(limit);
    const said = code === 128 + 9 ? `hung, and was killed\n${stderr}` : stderr;
    const events = parseEvents(stdout);
    return outcomeOf(code === 0, events, this.cloud.calls.slice(before), await this.project.state(), said);
  }

  /** Any command of the CLI, in the project's folder. */
  async command(
    ...words: string[]
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
    const argv = [join(await ensurePulumi(), "pulumi"), ...words, "--stack", "dev", "--non-interactive"];
    return capture(argv, { cwd: this.project.folder, env: this.environment });
  }

  async close(): Promise<void> {
    this.leave();
    this.host.close();
    await this.project.discard();
  }

  /** Runs in the middle of the next operation's program. */
  meanwhile: (() => Promise<void>) | undefined;

  #program(): unknown {
    if (this.#operation === undefined) throw new Error("no operation is under way");
    const { program } = this.#operation;
    if (this.meanwhile === undefined) return interpret(program, this.cloud);
    return this.meanwhile().then(() => interpret(program, this.cloud));
  }
}

function commandLine({ command, flags, program }: Operation, state: string): string[] {
  const withoutQuestions = command === "preview" ? [] : ["--yes", "--skip-preview"];
  const urns = (option: string, names: readonly string[] | undefined) =>
    urnsOf(names ?? [], program, state).flatMap((urn) => [option, urn]);
  return [
    command,
    ...withoutQuestions,
    ...["--stack", "dev", "--json", "--non-interactive", "--parallel", "1"],
    ...urns("--target", flags.targets),
    ...urns("--replace", flags.replace),
    ...urns("--exclude", flags.excludes),
    ...(flags.targetDependents === true ? ["--target-dependents"] : []),
    ...(flags.continueOnError === true ? ["--continue-on-error"] : []),
    ...(flags.refresh === true ? ["--refresh"] : []),
    ...(flags.runProgram === true ? ["--run-program"] : []),
  ];
}
