import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export interface CommandOptions {
  readonly cwd?: string;
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Fed to the command's standard input, which is otherwise empty. */
  readonly input?: string | Buffer | Readable;
  /** Whether it leads a process group of its own, as a command does that a person types. @default false */
  readonly ownGroup?: boolean;
  /** Called with its process id once it runs. */
  readonly onStart?: (pid: number) => void;
}

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end, whatever its exit code. */
export async function capture(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const [program, ...args] = argv;
  if (program === undefined) throw new Error("an empty command line");
  const child = spawn(program, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
    detached: options.ownGroup ?? false,
  });
  if (child.pid !== undefined) options.onStart?.(child.pid);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? 128 + (signal === "SIGKILL" ? 9 : 15)));
  });
  // A command that ends without reading its input closes the pipe; its exit code tells the story.
  child.stdin.on("error", () => undefined);
  if (options.input === undefined || typeof options.input === "string" || Buffer.isBuffer(options.input)) {
    child.stdin.end(options.input);
  } else {
    await pipeline(options.input, child.stdin).catch(async (cause: unknown) => {
      if ((await ended) === 0) throw cause;
    });
  }
  return { code: await ended, stdout: stdout(), stderr: stderr() };
}

/** Runs a command and returns its standard output without the last line break; any exit code but 0 throws. */
export async function run(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await capture(argv, options);
  if (code !== 0) {
    const tail = `${stdout}\n${stderr}`.trim().split("\n").slice(-20).join("\n");
    throw new Error(`"${argv.slice(0, 4).join(" ")}" ended with exit code ${code}:\n${tail}`);
  }
  return stdout.replace(/\n$/, "");
}

/** The path of a program on PATH (or in the folders that only root has on it), or undefined. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/local/sbin", "/usr/sbin", "/sbin"];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function collect(stream: Readable): () => string {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}
