import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ProgramError, TranspileError } from "./errors";

/** The program's types are wrong; the message is the compiler's. */
export class TypeCheckError extends ProgramError {
  override readonly name = "TypeCheckError";
}

/**
 * Checks a program's types by the project's own compiler, in a process beside the program's run.
 *
 * @throws TypeCheckError with what the compiler says; TranspileError if the project has no compiler
 */
export async function checkTypes(folder: string, tsconfig: string, signal: AbortSignal): Promise<void> {
  const compiler = compilerOf(folder);
  const child = spawn(process.execPath, [compiler, "--noEmit", "--pretty", "false", "-p", tsconfig], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const stop = (): void => void child.kill("SIGKILL");
  signal.addEventListener("abort", stop, { once: true });
  const said: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  }).finally(() => signal.removeEventListener("abort", stop));
  if (code !== 0 && !signal.aborted) {
    throw new TypeCheckError(`the program's types are wrong:\n${Buffer.concat(said).toString().trim()}`);
  }
}

function compilerOf(folder: string): string {
  try {
    return createRequire(join(folder, "index.js")).resolve("typescript/bin/tsc");
  } catch (cause) {
    throw new TranspileError(
      `the types of the program in ${folder} cannot be checked: there is no typescript for it. ` +
        "Install it in the project (`npm install --save-dev typescript@5`), or leave out the type check",
      { cause },
    );
  }
}
