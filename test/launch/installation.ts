import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";

const repository = join(__dirname, "../..");

/** A program with packages, each of whose processes keeps its modules for the next. */
export class Installation {
  readonly folder = mkdtempSync(join(tmpdir(), "moorage-launch-"));
  readonly cache = join(this.folder, "cache");
  readonly archives = join(this.cache, "moorage/modules");

  constructor(files: Readonly<Record<string, string>>) {
    const compilerOptions = {
      target: ScriptTarget.ES2022,
      module: ModuleKind.CommonJS,
      esModuleInterop: true,
    };
    const launch = readdirSync(join(repository, "launch")).map((name) => `launch/${name}`);
    for (const file of [...launch, "engine/private-folder.ts"]) {
      const source = readFileSync(join(repository, file), "utf8");
      const { outputText } = transpileModule(source, { compilerOptions });
      this.write(`moorage/${file.replace(/\.ts$/, ".js")}`, outputText);
    }
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  /** Runs main.js in a new process. @returns what it prints */
  run(environment: NodeJS.ProcessEnv = {}): string {
    const keep = this.path("moorage/launch/keep-modules.js");
    const code = `require(${JSON.stringify(keep)}).keepModules("test"); require("./main.js");`;
    return execFileSync(process.execPath, ["-e", code], {
      ...{ cwd: this.folder, encoding: "utf8" },
      env: { PATH: process.env["PATH"], XDG_CACHE_HOME: this.cache, ...environment },
    });
  }

  /** Runs it as if there were no such thing. */
  runPlainly(): string {
    return this.run({ NODE_DISABLE_COMPILE_CACHE: "1" });
  }

  /** The one archive. */
  get archive(): string {
    return join(this.archives, readdirSync(this.archives).join());
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
