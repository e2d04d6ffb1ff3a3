import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { asCommand, CommandError } from "./errors";
import { openHome } from "./home";
import { refuseAbsent } from "./not-here";
import type * as Plugins from "./plugins";
import type { PulumiFn } from "./program";
import {
  hasProjectSettings,
  readProjectSettings,
  readStackSettings,
  writeProjectSettings,
  writeStackSettings,
  type ProjectSettings,
  type StackSettings,
} from "./settings";
import { Stack } from "./stack";
import {
  chooseAndSelect,
  createStack,
  listStacks,
  removeStack,
  type ListOptions,
  type RemoveOptions,
  type StackSummary,
} from "./stacks";
import { WorkspaceData } from "./workspace-data";
import type {
  InlineProgramArgs,
  LocalProgramArgs,
  LocalWorkspaceOptions,
  ProgramArgs,
  WhoAmIResult,
} from "./workspace-options";

/** Loaded for who asks for a plugin. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- import() of a CommonJS module waits for a loader that nothing else here needs
const plugins = () => require("./plugins") as typeof Plugins;

/**
 * A project on this machine with its stacks: their configuration in files, their state in a folder, their operations
 * in this process.
 *
 * @example
 * const stack = await LocalWorkspace.createOrSelectStack({
 *   stackName: "dev",
 *   projectName: "shop",
 *   program: async () => ({ greeting: "hello" }),
 * });
 */
export class LocalWorkspace extends WorkspaceData {
  readonly workDir: string;
  readonly pulumiHome?: string;
  readonly secretsProvider?: string;
  /** The program, if it is a function; the project's own otherwise. */
  program?: PulumiFn;
  envVars: { [key: string]: string };

  private constructor(workDir: string, options: LocalWorkspaceOptions) {
    super();
    const { envVars, program, pulumiHome, secretsProvider } = options;
    this.workDir = workDir;
    this.envVars = { ...envVars };
    if (pulumiHome !== undefined) this.pulumiHome = pulumiHome;
    if (secretsProvider !== undefined) this.secretsProvider = secretsProvider;
    if (program !== undefined) this.program = program;
  }

  /** Makes a workspace, and writes the settings that are given. @throws CommandError for a folder that is not there */
  static async create(opts: LocalWorkspaceOptions = {}): Promise<LocalWorkspace> {
    const { projectSettings, stackSettings = {}, workDir } = opts;
    refuseAbsent("LocalWorkspaceOptions", opts);
    if (workDir !== undefined && !existsSync(workDir)) {
      throw new CommandError(`there is no folder ${workDir}: workDir has to be the folder of the project`);
    }
    const folder = workDir ?? (await mkdtemp(join(tmpdir(), "automation-")));
    const workspace = new LocalWorkspace(folder, opts);
    if (projectSettings !== undefined) await workspace.saveProjectSettings(projectSettings);
    for (const [name, settings] of Object.entries(stackSettings)) {
      await workspace.saveStackSettings(name, settings);
    }
    return workspace;
  }

  /** Creates a stack of a program. @throws StackAlreadyExistsError */
  static async createStack(args: ProgramArgs, opts?: LocalWorkspaceOptions): Promise<Stack> {
    return Stack.create(args.stackName, await workspaceOf(args, opts));
  }

  /** Selects a stack of a program. @throws StackNotFoundError */
  static async selectStack(args: ProgramArgs, opts?: LocalWorkspaceOptions): Promise<Stack> {
    return Stack.select(args.stackName, await workspaceOf(args, opts));
  }

  /** Selects a stack of a program, and creates it where there is none. */
  static async createOrSelectStack(args: ProgramArgs, opts?: LocalWorkspaceOptions): Promise<Stack> {
    return Stack.createOrSelect(args.stackName, await workspaceOf(args, opts));
  }

  /** What Pulumi.yaml says. */
  projectSettings(): Promise<ProjectSettings> {
    return readProjectSettings(this.workDir);
  }

  /** Writes Pulumi.yaml. */
  saveProjectSettings(settings: ProjectSettings): Promise<void> {
    return writeProjectSettings(this.workDir, settings);
  }

  /** What Pulumi.<stack>.yaml says. */
  stackSettings(stackName: string): Promise<StackSettings> {
    return readStackSettings(this.workDir, stackName);
  }

  /** Writes Pulumi.<stack>.yaml. */
  saveStackSettings(stackName: string, settings: StackSettings): Promise<void> {
    return writeStackSettings(this.workDir, stackName, settings);
  }

  /** Creates a stack, and selects it. @throws StackAlreadyExistsError */
  createStack(stackName: string): Promise<void> {
    return asCommand(() => createStack(this, stackName));
  }

  /** Selects a stack, for what is called without a stack's name, and for the Pulumi CLI. @throws StackNotFoundError */
  selectStack(stackName: string): Promise<void> {
    return asCommand(() => chooseAndSelect(this, stackName));
  }

  /** Removes a stack with its history and its settings. @throws StackNotFoundError; CommandError if it has resources */
  removeStack(stackName: string, opts: RemoveOptions = {}): Promise<void> {
    return asCommand(() => removeStack(this, stackName, opts));
  }

  /** The stacks of the project. */
  listStacks(opts: ListOptions = {}): Promise<StackSummary[]> {
    return asCommand(() => listStacks(this, opts));
  }

  /** The selected stack. */
  async stack(): Promise<StackSummary | undefined> {
    return (await this.listStacks()).find(({ current }) => current);
  }

  /**
   * Makes sure that a provider's plugin is there, for programs that install theirs. Nothing is downloaded.
   *
   * @throws CommandError that says how it is installed, if it is not there
   */
  installPlugin(name: string, version: string, kind = "resource"): Promise<void> {
    return asCommand(() => plugins().requirePlugin(this, name, version, kind));
  }

  /** Who works here, and where stacks are kept. */
  whoAmI(): Promise<WhoAmIResult> {
    return asCommand(async () => {
      const { backend } = await openHome(this);
      return { user: userInfo().username, url: backend.url };
    });
  }
}

/** Where stacks are worked on; there is one kind. */
export type Workspace = LocalWorkspace;

async function workspaceOf(args: ProgramArgs, opts: LocalWorkspaceOptions = {}): Promise<LocalWorkspace> {
  const { program, projectName, stackName, workDir } = args as Partial<InlineProgramArgs & LocalProgramArgs>;
  const isInline = program !== undefined && projectName !== undefined;
  if (stackName === undefined || (!isInline && workDir === undefined)) {
    throw new CommandError(
      "the stack's program is not told: stackName is needed, and either workDir or projectName and program",
    );
  }
  if (!isInline) return LocalWorkspace.create({ ...opts, ...(workDir === undefined ? {} : { workDir }) });
  const isKnown =
    opts.projectSettings !== undefined || (opts.workDir !== undefined && hasProjectSettings(opts.workDir));
  // Paths in an inline program begin where its process is.
  const settings = { name: projectName, runtime: "nodejs" as const, main: process.cwd() };
  return LocalWorkspace.create({ ...opts, program, ...(isKnown ? {} : { projectSettings: settings }) });
}
