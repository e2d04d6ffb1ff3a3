import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import type { Context } from "mocha";
import { announce } from "../support/setup/announce";
import { run } from "../support/setup/command";
import { waitFor } from "../support/setup/wait-for";
import { loadTypeScript } from "../support/transpile/typescript";

const ROOT = join(__dirname, "../..");
const MOORAGE = `${process.execPath} --require "${loadTypeScript}" ${join(__dirname, "start.ts")}`;

/** Skips the tests that type into a terminal where none can be made. */
export function needPseudoTerminals(context: Context): void {
  if (spawnSync("script", ["--version"]).status === 0 && process.platform === "linux") return;
  announce("no pseudo-terminal here: it is made by util-linux' script");
  context.skip();
}

/** A terminal of 40 rows and 100 columns in which somebody types commands at a shell. */
export class PseudoTerminal {
  #shown = "";
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #device = join(tmpdir(), `moorage-tty-${randomUUID()}`);

  /**
   * @param script the shell's; `moorage` in it is the command
   * @param command the program that it is
   */
  constructor(script: string, env: Readonly<Record<string, string>>, command = MOORAGE) {
    const begin = `stty rows 40 cols 100; tty >${this.#device}; moorage() { ${command} "$@"; }`;
    this.#child = spawn("script", ["-qfec", `${begin}; ${script}`, "/dev/null"], {
      cwd: ROOT,
      env: { ...env, SHELL: "/bin/sh", TERM: "xterm" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#child.stdout?.on("data", (chunk: Buffer) => (this.#shown += chunk.toString()));
    this.#ended = new Promise((resolve) => this.#child.once("close", () => resolve()));
  }

  type(text: string): void {
    this.#child.stdin?.write(text);
  }

  /** Resolves once the text is shown. */
  async shows(text: string | RegExp): Promise<void> {
    const isShown = () => (typeof text === "string" ? this.#shown.includes(text) : text.test(this.#shown));
    const probe = () => Promise.resolve(isShown() || undefined);
    await waitFor(String(text), probe, { timeoutSeconds: 60 }).catch((cause: unknown) => {
      throw new Error(`${String(cause)}; the terminal shows ${JSON.stringify(this.#shown)}`, { cause });
    });
  }

  async resize(rows: number, columns: number): Promise<void> {
    await this.#stty(["rows", String(rows), "cols", String(columns)]);
  }

  /** Resolves once the terminal shows what is typed, or shows it no more. */
  async echoes(isShown: boolean): Promise<void> {
    const probe = async () => / echo /.test(await this.#stty(["-a"])) === isShown || undefined;
    await waitFor(`keys ${isShown ? "to be shown" : "to be silent"}`, probe);
  }

  async #stty(words: readonly string[]): Promise<string> {
    const device = (await readFile(this.#device, "utf8")).trim();
    return run(["stty", "-F", device, ...words]);
  }

  /** Waits until the shell has ended. */
  async end(): Promise<string> {
    await this.#ended;
    await rm(this.#device, { force: true });
    return this.#shown;
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }
}
