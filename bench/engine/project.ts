import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { stringify } from "yaml";
import { capture, run, type CommandResult } from "../../test/support/setup/command";
import { ensurePulumi } from "../../test/support/setup/pulumi";
import { PROCESSES_VARIABLE, repository, type CountedPlugin } from "../plugins";
import { OFFLINE } from "../../test/support/pulumi/offline";

const checkpoint = "state/.pulumi/stacks/bench/dev.json";

/** Everything but the stack itself and its default provider is declared by the program. */
const compilerOptions = {
  ...{ target: "ES2022", module: "commonjs", moduleResolution: "node" },
  ...{ strict: true, skipLibCheck: true, useDefineForClassFields: false },
};

/** A project with one stack, which any engine may run: its plugin does nothing. */
export class BenchProject {
  private constructor(
    readonly folder: string,
    private readonly pulumi: string,
  ) {}

  /**
   * @param program TypeScript, without its imports
   * @param settings added to those in Pulumi.yaml
   */
  static async create(
    program: string,
    plugin: Pick<CountedPlugin, "folder">,
    settings: Readonly<Record<string, unknown>> = {},
  ): Promise<BenchProject> {
    const folder = await mkdtemp(join(tmpdir(), "moorage-bench-"));
    const project = new BenchProject(folder, await ensurePulumi());
    const modules = join(folder, "node_modules");
    await mkdir(modules);
    await mkdir(join(folder, "state"));
    await symlink(repository, join(modules, "moorage"));
    for (const name of ["@pulumi", "@types", "typescript", "ts-node"]) {
      await symlink(join(repository, "node_modules", name), join(modules, name));
    }
    const files = {
      "package.json": JSON.stringify({ name: "bench", private: true }),
      "tsconfig.json": JSON.stringify({ compilerOptions }),
      "Pulumi.yaml": stringify({
        name: "bench",
        runtime: "nodejs",
        plugins: { providers: [{ name: "moorage", path: plugin.folder }] },
        ...settings,
      }),
      "index.ts": `import * as pulumi from "@pulumi/pulumi";\nimport * as moorage from "moorage";\n${program}\n`,
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await project.cli(["stack", "init", "dev"]);
    await project.cli(["config", "set", "--secret", "token"], { input: "not so secret" });
    return project;
  }

  /** @throws Error if the command ends with another code than 0 */
  async cli(
    argv: readonly string[],
    options: { input?: string; checkTypes?: boolean } = {},
  ): Promise<string> {
    const { input = "", checkTypes = false } = options;
    return run(["pulumi", "--non-interactive", ...argv], {
      ...{ cwd: this.folder, input },
      env: { ...this.environment, ...(checkTypes ? {} : { PULUMI_NODEJS_TRANSPILE_ONLY: "true" }) },
    });
  }

  /** The same, ended when its time is over: then the result's code is not 0. */
  async cliWithin(seconds: number, argv: readonly string[]): Promise<CommandResult> {
    const limit = ["timeout", "--signal=INT", "--kill-after=10", String(seconds)];
    return capture([...limit, "pulumi", "--non-interactive", ...argv], {
      cwd: this.folder,
      env: { ...this.environment, PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
    });
  }

  /** Runs Node in the project's folder. */
  node(argv: readonly string[]): Promise<string> {
    return run([process.execPath, ...argv], { cwd: this.folder, env: this.environment });
  }

  /** How many resources the checkpoint has, those of the engine's own among them. */
  async resources(): Promise<number> {
    const text = await readFile(join(this.folder, checkpoint), "utf8");
    const parsed = JSON.parse(text) as { checkpoint: { latest?: { resources?: unknown[] } } };
    return parsed.checkpoint.latest?.resources?.length ?? 0;
  }

  async discard(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** What a process of either engine finds in its environment, besides this process's own. */
  get environment(): Readonly<Record<string, string>> {
    return {
      PATH: [this.pulumi, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter),
      PULUMI_HOME: join(this.folder, "home"),
      PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "bench",
      ...OFFLINE,
      // Beside the project: the first run fills it, as it does for any user.
      XDG_CACHE_HOME: join(this.folder, "cache"),
      [PROCESSES_VARIABLE]: "/dev/null",
    };
  }
}
