import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { capture, type CommandOptions } from "../setup/command";
import { ensurePulumi } from "../setup/pulumi";
import { engineCommand, type EngineName } from "./engines";
import { Run } from "./run";
import { RunningCommand } from "./running-command";
import { OFFLINE } from "./offline";

const UP_FLAGS = ["--yes", "--skip-preview", "--json"] as const;

const repository = join(__dirname, "../../..");

export interface StackOptions {
  /** Body of the program, JavaScript; `pulumi`, `moorage` and `config` are in scope. */
  readonly program: string;
  /** Plain configuration, e.g. `{ "moorage:credentials": { web: { privateKeyFile } } }`. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Secret configuration by path, e.g. `{ "moorage:credentials.web.sudoPassword": "…" }`. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Name of the stack. @default dev */
  readonly name?: string;
  /** Folder with the plugin. @default the build's */
  readonly plugin?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Who runs the program. @default pulumi */
  readonly engine?: EngineName;
}

/** One resource of a stack's state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
}

/** Makes a Pulumi project in a folder of its own, with a file backend, and its stack. */
export async function createStack(options: StackOptions): Promise<TestStack> {
  const folder = await mkdtemp(join(tmpdir(), "moorage-stack-"));
  const stack = new TestStack(folder, options);
  await stack.initialise();
  return stack;
}

/** A stack under the real Pulumi CLI, or under the embedded engine on the same state. */
export class TestStack {
  /** Who runs the program from now on: a stack goes from the one to the other and back. */
  engine: EngineName;

  constructor(
    readonly folder: string,
    readonly options: StackOptions,
  ) {
    this.engine = options.engine ?? "pulumi";
  }

  get #name(): string {
    return this.options.name ?? "dev";
  }

  async initialise(): Promise<void> {
    await mkdir(join(this.folder, "state"));
    await mkdir(join(this.folder, "node_modules"));
    await symlink(repository, join(this.folder, "node_modules/moorage"));
    await symlink(join(repository, "node_modules/@pulumi"), join(this.folder, "node_modules/@pulumi"));
    await writeFile(join(this.folder, "package.json"), JSON.stringify({ name: "test", private: true }));
    await writeFile(
      join(this.folder, "Pulumi.yaml"),
      stringify({
        name: "test",
        runtime: { name: "nodejs", options: { typescript: false } },
        options: { refresh: "always" },
        plugins: {
          providers: [{ name: "moorage", path: this.options.plugin ?? join(repository, "dist/bin") }],
        },
      }),
    );
    await this.write(this.options.program);
    await this.#arrange(["stack", "init", this.#name]);
    await this.configure(this.options.config ?? {}, this.options.secrets ?? {});
  }

  /** Replaces the program. */
  async write(program: string): Promise<void> {
    const preamble = [
      'const pulumi = require("@pulumi/pulumi");',
      'const moorage = require("moorage");',
      "const config = new pulumi.Config();",
    ];
    await writeFile(join(this.folder, "index.js"), [...preamble, program, ""].join("\n"));
  }

  /** Sets configuration, in the file where it takes no command; secrets go in by standard input, so that none is in a process list. */
  async configure(
    plain: Readonly<Record<string, unknown>>,
    secrets: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const file = join(this.folder, `Pulumi.${this.#name}.yaml`);
    const settings = parse(await readFile(file, "utf8")) as { config?: Record<string, unknown> };
    const entries = Object.entries(plain).map(([key, value]) => [
      key.includes(":") ? key : `test:${key}`,
      value,
    ]);
    await writeFile(
      file,
      stringify({ ...settings, config: { ...settings.config, ...Object.fromEntries(entries) } }),
    );
    for (const [path, value] of Object.entries(secrets)) {
      await this.#arrange(["config", "set", "--secret", "--path", path], value);
    }
  }

  /** `up` without a question, whatever its exit code. */
  async up(...flags: string[]): Promise<Run> {
    return this.#operate(["up", ...UP_FLAGS, ...flags]);
  }

  async preview(...flags: string[]): Promise<Run> {
    return this.#operate(["preview", "--json", ...flags]);
  }

  async refresh(...flags: string[]): Promise<Run> {
    return this.#operate(["refresh", "--yes", "--skip-preview", "--json", ...flags]);
  }

  async destroy(...flags: string[]): Promise<Run> {
    return this.#operate(["destroy", "--yes", "--skip-preview", "--json", ...flags]);
  }

  async importResource(noun: string, name: string, id: string, ...flags: string[]): Promise<Run> {
    return this.#operate([
      "import",
      `moorage:index:${noun}`,
      name,
      id,
      "--yes",
      "--skip-preview",
      ...(this.engine === "pulumi" ? ["--protect=false", "--generate-code=false"] : ["--no-protect"]),
      ...flags,
    ]);
  }

  async outputs(): Promise<Record<string, unknown>> {
    const stdout = await this.#arrange(["stack", "output", "--json", "--show-secrets"]);
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  /** The state's resources, secrets as they are stored. */
  async resources(): Promise<readonly StateResource[]> {
    const text = await readFile(join(this.folder, `state/.pulumi/stacks/test/${this.#name}.json`), "utf8");
    const { checkpoint } = JSON.parse(text) as {
      checkpoint: { latest: { resources?: StateResource[] } | null };
    };
    return checkpoint.latest?.resources ?? [];
  }

  /** One resource of Moorage's by its noun and its name in the program. */
  async resource(noun: string, name: string): Promise<StateResource | undefined> {
    const resources = await this.resources();
    return resources.find(({ type, urn }) => type === `moorage:index:${noun}` && urn.endsWith(`::${name}`));
  }

  /** Runs any command of the CLI in the project's folder. */
  async pulumi(
    argv: readonly string[],
    input?: string,
    environment: Readonly<Record<string, string>> = {},
    process: Pick<CommandOptions, "ownGroup" | "onStart"> = {},
  ): Promise<Run> {
    return this.#run("pulumi", argv, {
      ...process,
      ...(input === undefined ? {} : { input }),
      env: environment,
    });
  }

  /** What is no test of either engine is done by the quicker one; whether the other understands it has tests of its own. */
  async #arrange(argv: readonly string[], input?: string): Promise<string> {
    return (await this.#run("moorage", argv, input === undefined ? {} : { input })).succeeded().stdout;
  }

  /** What the program is run for, by whoever runs it. */
  #operate(argv: readonly string[]): Promise<Run> {
    return this.#run(this.engine, argv, { env: { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" } });
  }

  async #run(engine: EngineName, argv: readonly string[], options: CommandOptions): Promise<Run> {
    const { code, stdout, stderr } = await capture([...(await engineCommand(engine)), ...argv], {
      ...options,
      cwd: this.folder,
      env: { ...this.environment(await ensurePulumi()), ...options.env },
    });
    return new Run(`${engine} ${argv.join(" ")}`, code, stdout, stderr);
  }

  /** Begins `pulumi up`, for tests that do not let it end in peace. */
  async beginUp(...flags: string[]): Promise<RunningCommand> {
    return RunningCommand.begin((onStart) =>
      this.pulumi(["up", ...UP_FLAGS, ...flags], undefined, {}, { ownGroup: true, onStart }),
    );
  }

  /** What a process of the CLI finds in its environment. */
  environment(pulumi: string): Record<string, string> {
    return {
      PATH: [
        pulumi,
        dirname(process.execPath),
        "/usr/local/sbin",
        "/usr/sbin",
        "/usr/bin",
        "/sbin",
        "/bin",
      ].join(delimiter),
      PULUMI_HOME: join(this.folder, "home"),
      PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      ...OFFLINE,
      // The types of a program are not what these tests are about, and take longer than its work.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: "true",
      PULUMI_RUN_PROGRAM: "true",
      ...this.options.environment,
    };
  }

  /** Removes the project's folder with its state; what it deployed stays. */
  async discard(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
