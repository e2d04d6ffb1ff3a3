import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { PluginStartError } from "./errors";
import { killAtExit } from "./kill-at-exit";

/** How a plugin is started. */
export interface PluginLaunch {
  readonly name: string;
  readonly program: string;
  /** Where the plugin reaches the engine. */
  readonly engineAddress: string;
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** How long it may take to be reached once it has told its port, in milliseconds. @default 10,000 */
  readonly connectWithin?: number | undefined;
  /** While it is asked something: after how long without a word it is asked whether it is there, in milliseconds. @default 330,000 */
  readonly askAliveAfter?: number | undefined;
}

/** A plugin is asked to end; if it lives on for so long, it is killed. So does Pulumi's CLI. */
const graceMilliseconds = 5000;
/** No plugin takes so long to tell its port; one that does never will. */
const startMilliseconds = 60_000;
/** How long after its connection a process that ends may still be there. */
const lossMilliseconds = 1000;
/** How much of what a plugin prints is kept, for the message if it ends by itself. */
const keptLines = 20;

/** A plugin that runs in a process of its own, and in a process group of its own. */
export class PluginProcess {
  readonly port: Promise<number>;
  private readonly lastLines: string[] = [];
  private readonly ended: Promise<void>;
  private how: string | undefined;

  constructor(
    private readonly launch: PluginLaunch,
    private readonly child: ChildProcess,
  ) {
    this.ended = new Promise((resolve) => {
      child.once("error", (error) => {
        this.how ??= `could not be started: ${error.message}`;
        resolve();
      });
      // Once its output is read to the end: the last lines say why.
      child.once("close", (code, signal) => {
        this.how ??= signal === null ? `exited with code ${code ?? "?"}` : `was ended by ${signal}`;
        resolve();
      });
    });
    this.keepLines(child.stderr);
    this.port = this.readPort();
    killAtExit(() => this.signal("SIGKILL"), this.ended);
  }

  static start(launch: PluginLaunch): PluginProcess {
    const child = spawn(launch.program, [launch.engineAddress], {
      cwd: launch.folder,
      env: launch.environment,
      // A pipe that closes with this process: a plugin may watch it.
      stdio: ["pipe", "pipe", "pipe"],
      // What the plugin starts ends with it.
      detached: true,
    });
    child.stdin?.on("error", () => {});
    return new PluginProcess(launch, child);
  }

  /** How the plugin ended, with what it last said; undefined while it runs. */
  get obituary(): string | undefined {
    if (this.how === undefined) return undefined;
    const said = this.lastLines.length === 0 ? "" : `. It last said:\n${this.lastLines.join("\n")}`;
    return `the plugin ${this.launch.name} (${this.launch.program}) ${this.how}${said}`;
  }

  /** The same for who has lost the connection, and so may know before the process's end is known. */
  async explainLoss(): Promise<string | undefined> {
    await Promise.race([this.ended, pause(lossMilliseconds, undefined, { ref: false })]);
    return this.obituary;
  }

  /** Fails as soon as the plugin has ended, for who waits for something else of it. @throws PluginStartError */
  async whileRunning<T>(work: Promise<T>): Promise<T> {
    const lost = this.ended.then(() => Promise.reject(new PluginStartError(this.obituary ?? "")));
    return Promise.race([work, lost]);
  }

  /** Ends the plugin and all that it has started. */
  async end(): Promise<void> {
    if (this.how === undefined) {
      this.signal("SIGINT");
      await Promise.race([this.ended, pause(graceMilliseconds, undefined, { ref: false })]);
    }
    this.signal("SIGKILL");
    await this.ended;
  }

  private signal(signal: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // The whole group has ended.
    }
  }

  private readPort(): Promise<number> {
    const { stdout } = this.child;
    if (stdout === null) throw new Error("a plugin is started with its output piped");
    return new Promise((resolve, reject) => {
      const fail = (reason: string): void => {
        clearTimeout(timer);
        reject(new PluginStartError(reason));
      };
      const timer = setTimeout(() => {
        this.signal("SIGKILL");
        fail(
          `the plugin ${this.launch.name} (${this.launch.program}) did not tell its port within 60 s: it was ended`,
        );
      }, startMilliseconds);
      const lines = createInterface({ input: stdout });
      lines.once("line", (line) => {
        const port = parsePort(line);
        if (port === undefined) {
          fail(
            `the plugin ${this.launch.name} (${this.launch.program}) printed ${JSON.stringify(line.slice(0, 200))} ` +
              "where the number of its port was expected: it is no provider of Pulumi's, or it prints too early",
          );
          this.signal("SIGKILL");
          return;
        }
        clearTimeout(timer);
        lines.on("line", (said) => this.keep(said));
        resolve(port);
      });
      void this.ended.then(() => fail(this.obituary ?? ""));
    });
  }

  private keepLines(stream: NodeJS.ReadableStream | null): void {
    if (stream !== null) createInterface({ input: stream }).on("line", (line) => this.keep(line));
  }

  private keep(line: string): void {
    if (line.trim() === "") return;
    this.lastLines.push(line.slice(0, 1000));
    if (this.lastLines.length > keptLines) this.lastLines.shift();
  }
}

/** Some runtimes show progress on the terminal's control sequences even where there is none. */
function parsePort(line: string): number | undefined {
  // eslint-disable-next-line no-control-regex -- these are control sequences
  const text = line.replace(/\u001b\]9;4;[03];\u001b\\/g, "").trim();
  const port = /^\d+$/.test(text) ? Number(text) : NaN;
  return port > 0 && port < 65_536 ? port : undefined;
}
