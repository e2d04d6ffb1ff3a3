import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { ConfigMap, ConfigValue } from "./config";
import { changeConfig, changesOf, readConfig, readConfigValue } from "./configuration";
import { asCommand, CommandError } from "./errors";
import { restoreConfig } from "./history";
import { openHome } from "./home";
import { refuseAbsent } from "./not-here";
import type { OutputMap } from "./output-map";
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
import { readDeployment, readOutputs, writeDeployment, type Deployment } from "./state";
import { readTag, readTags, writeTag, type TagMap } from "./tags";

/** A program that is a function of this process. */
export interface InlineProgramArgs {
  stackName: string;
  projectName: string;
  program: PulumiFn;
}

/** A program in a folder that has a Pulumi.yaml. */
export interface LocalProgramArgs {
  stackName: string;
  workDir: string;
}

/** How a workspace is made. */
export interface LocalWorkspaceOptions {
  /** The folder of Pulumi.yaml. @default a new one among the system's temporary folders */
  workDir?: string;
  /** Where Pulumi keeps what is the user's. @default PULUMI_HOME, else `~/.pulumi` */
  pulumiHome?: string;
  /** The program, if it is a function. */
  program?: PulumiFn;
  /** Come before the variables of the process. */
  envVars?: { [key: string]: string };
  /** Only `passphrase`, which is the default. */
  secretsProvider?: string;
  /** Written to Pulumi.yaml. */
  projectSettings?: ProjectSettings;
  /** Written to Pulumi.<stack>.yaml, by the stack's name. */
  stackSettings?: { [key: string]: StackSettings };
}

/** Who works with a backend. */
export interface WhoAmIResult {
  user: string;
  /** The backend's. */
  url?: string;
}

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
export class LocalWorkspace {
  readonly workDir: string;
  readonly pulumiHome?: string;
  readonly secretsProvider?: string;
  /** The program, if it is a function; the project's own otherwise. */
  program?: PulumiFn;
  envVars: { [key: string]: string };

  private constructor(workDir: string, options: LocalWorkspaceOptions) {
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

  /** A value of a stack's configuration, secrets in plain. @throws CommandError if there is none */
  getConfig(stackName: string, key: string, path = false): Promise<ConfigValue> {
    return asCommand(() => readConfigValue(this, stackName, key, { path }));
  }

  /** All values of a stack's configuration, secrets in plain. */
  getAllConfig(stackName: string): Promise<ConfigMap> {
    return asCommand(() => readConfig(this, stackName));
  }

  /**
   * Sets a value of a stack's configuration.
   *
   * @param path the key is a path into a map or a list: `data.servers[0]`
   */
  setConfig(stackName: string, key: string, value: ConfigValue, path = false): Promise<void> {
    return this.setAllConfig(stackName, { [key]: value }, path);
  }

  /** Sets several values of a stack's configuration at once. */
  setAllConfig(stackName: string, config: ConfigMap, path = false): Promise<void> {
    const changes = Object.entries(config).map(([key, set]) => ({ key, set, path }));
    return asCommand(() => changeConfig(this, stackName, changes));
  }

  /** Removes a value of a stack's configuration; it may be gone already. */
  removeConfig(stackName: string, key: string, path = false): Promise<void> {
    return this.removeAllConfig(stackName, [key], path);
  }

  /** Removes several values of a stack's configuration. */
  removeAllConfig(stackName: string, keys: string[], path = false): Promise<void> {
    const changes = keys.map((key) => ({ key, remove: true as const, path }));
    return asCommand(() => changeConfig(this, stackName, changes));
  }

  /** Sets several values of a stack's configuration by a text that is as `pulumi config --json` prints it. */
  setAllConfigJson(stackName: string, configJson: string): Promise<void> {
    return asCommand(async () => changeConfig(this, stackName, changesOf(configJson)));
  }

  /** Puts the configuration of the last operation in the place of the stack's, and tells it. */
  async refreshConfig(stackName: string): Promise<ConfigMap> {
    await asCommand(() => restoreConfig(this, stackName));
    return this.getAllConfig(stackName);
  }

  /** A tag of a stack. @throws CommandError if there is none of that name */
  getTag(stackName: string, key: string): Promise<string> {
    return asCommand(() => readTag(this, stackName, key));
  }

  /** Sets a tag of a stack. */
  setTag(stackName: string, key: string, value: string): Promise<void> {
    return asCommand(() => writeTag(this, stackName, key, value));
  }

  /** Removes a tag of a stack; it may be gone already. */
  removeTag(stackName: string, key: string): Promise<void> {
    return asCommand(() => writeTag(this, stackName, key, undefined));
  }

  /** All tags of a stack. */
  listTags(stackName: string): Promise<TagMap> {
    return asCommand(() => readTags(this, stackName));
  }

  /** Who works here, and where stacks are kept. */
  whoAmI(): Promise<WhoAmIResult> {
    return asCommand(async () => {
      const { backend } = await openHome(this);
      return { user: userInfo().username, url: backend.url };
    });
  }

  /** A stack's state, its secrets in plain. */
  exportStack(stackName: string): Promise<Deployment> {
    return asCommand(() => readDeployment(this, stackName));
  }

  /** Puts a state in the place of a stack's. @throws ConcurrentUpdateError; CommandError for a state of another stack */
  importStack(stackName: string, state: Deployment): Promise<void> {
    return asCommand(() => writeDeployment(this, stackName, state));
  }

  /** The outputs of a stack's last update. */
  stackOutputs(stackName: string): Promise<OutputMap> {
    return asCommand(() => readOutputs(this, stackName));
  }
}

/** Where stacks are worked on; there is one kind. */
export type Workspace = LocalWorkspace;

type ProgramArgs = LocalProgramArgs | InlineProgramArgs;

function workspaceOf(args: ProgramArgs, opts: LocalWorkspaceOptions = {}): Promise<LocalWorkspace> {
  if (!("program" in args)) return LocalWorkspace.create({ ...opts, workDir: args.workDir });
  const { program, projectName } = args;
  const isKnown =
    opts.projectSettings !== undefined || (opts.workDir !== undefined && hasProjectSettings(opts.workDir));
  // Paths in an inline program begin where its process is.
  const settings = { name: projectName, runtime: "nodejs" as const, main: process.cwd() };
  return LocalWorkspace.create({ ...opts, program, ...(isKnown ? {} : { projectSettings: settings }) });
}
