import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./command";

/** With a version from 1.17 on, Go reads the modules that are needed instead of every one that was ever named. */
const GO_MOD_HEAD = "module moorage-test-tools\n\ngo 1.25.8\n";

/** A Go program of somebody else's, and the module that it is built in. */
export interface GoProgram {
  /** What the executable is called. */
  readonly name: string;
  readonly goPackage: string;
  /** Lines of go.mod. */
  readonly goMod: readonly string[];
  /** Values that are set at the link, `PACKAGE.NAME=VALUE`. */
  readonly variables: readonly string[];
}

/** Without cgo no C compiler is needed, and the result runs on any Linux. */
export const goEnvironment = { CGO_ENABLED: "0", GOFLAGS: "-buildvcs=false", GOWORK: "off" };

/** Builds a program from Go's module proxy into `bin/` of a scratch folder. */
export async function buildGoProgram(program: GoProgram, scratch: string): Promise<void> {
  const source = join(scratch, program.name);
  await mkdir(source);
  await writeFile(join(source, "go.mod"), `${[GO_MOD_HEAD, ...program.goMod].join("\n")}\n`);
  const flags = ["-s", "-w", ...program.variables.map((variable) => `-X ${variable}`)].join(" ");
  const output = join(scratch, "bin", program.name);
  await run(["go", "build", "-mod=mod", `-ldflags=${flags}`, "-o", output, program.goPackage], {
    cwd: source,
    env: goEnvironment,
  });
}
