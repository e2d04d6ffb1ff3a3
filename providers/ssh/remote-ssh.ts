import { randomBytes } from "node:crypto";
import { type Duplex, Readable } from "node:stream";
import { CancelledError, type UserError } from "../errors";
import { ChannelStream } from "./channel-stream";
import { type Command, shell, titleOf } from "./command";
import { CommandError } from "./command-error";
import { commandLine } from "./command-line";
import type { Connection } from "./connection";
import { Output } from "./output";
import type {
  CommandResult,
  Remote,
  RemoteProcess,
  RunOptions,
  StreamOptions,
  UploadOptions,
} from "./remote";
import { awaitStart } from "./process-start";
import { type SessionProcess, watch } from "./session-process";
import { noShellAnswer, noSudoAnswer, shellRefusal, sudoRefusal, wrongSudoPassword } from "./start-refusal";
import { uploadScript } from "./upload";

interface StartOptions extends StreamOptions {
  readonly hasStdin: boolean;
  readonly isUrgent?: boolean;
}

/** A machine behind an SSH connection. */
export class SshRemote implements Remote {
  readonly connection: Connection;
  readonly #sudoPassword: string | undefined;

  constructor(connection: Connection, sudoPassword?: string) {
    this.connection = connection;
    this.#sudoPassword = sudoPassword;
  }

  get name(): string {
    return this.connection.name;
  }

  get user(): string {
    return this.connection.user;
  }

  async run(command: Command, options: RunOptions = {}): Promise<CommandResult> {
    const limit = new Limit(options);
    const output = new Output(options, () => limit.reach("output"));
    const failed = (ending: Partial<CommandError>): UserError =>
      new CommandError({
        host: this.name,
        command: titleOf(command),
        exitCode: ending.exitCode,
        signal: ending.signal,
        stdout: output.text("stdout"),
        stderr: output.text("stderr"),
        endedFor: limit.reached,
      });
    try {
      const started = await this.start(command, {
        sudo: options.sudo ?? false,
        signal: limit.signal,
        hasStdin: options.stdin !== undefined,
      });
      output.read(started.channel);
      await feed(started, options.stdin);
      const exit = await started.exited;
      output.finish();
      if (exit.exitCode === undefined || (exit.exitCode !== 0 && options.allowFailure !== true))
        throw failed(exit);
      return { exitCode: exit.exitCode, stdout: output.text("stdout"), stderr: output.text("stderr") };
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      throw limit.inputFailure ?? (limit.reached === undefined ? error : failed({}));
    } finally {
      limit.clear();
    }
  }

  async stream(command: Command, options: StreamOptions = {}): Promise<RemoteProcess> {
    const { channel, exited, kill } = await this.start(command, { ...options, hasStdin: true });
    const failure = (): Error | undefined => this.connection.lost;
    // A caller who only reads the stream learns of a failure from the stream.
    exited.catch(() => undefined);
    return {
      stream: new ChannelStream(() => Promise.resolve(channel), failure),
      stderr: channel.stderr,
      exited,
      kill,
    };
  }

  async upload(path: string, content: string | Buffer, options: UploadOptions): Promise<void> {
    const bytes = Buffer.from(content);
    const { sudo = false, signal } = options;
    await this.run(uploadScript(path, bytes.length, options), { sudo, signal, stdin: bytes });
  }

  async dial(address: string, port: number, signal?: AbortSignal): Promise<Duplex> {
    const channel = await this.connection.hop(address, port, signal);
    return new ChannelStream(
      () => Promise.resolve(channel),
      () => this.connection.lost,
    );
  }

  /** Starts a command and sees it through sudo; for `run`, `stream` and the tunnel. */
  async start(command: Command, options: StartOptions): Promise<SessionProcess> {
    const { connection, user, name } = this;
    const { signal } = options;
    const password = this.#sudoPassword;
    const isSudo = options.sudo === true && user !== "root";
    const marker = `moorage-${randomBytes(12).toString("hex")}`;
    const sudo = isSudo ? { hasPassword: password !== undefined } : undefined;
    const line = commandLine(command, { marker, hasStdin: options.hasStdin, sudo });
    const channel = await connection.session(line, signal, options.isUrgent);
    const pid = await awaitStart(channel, {
      marker,
      password,
      signal,
      wrongPassword: () => wrongSudoPassword(user, name),
      cancelled: () => new CancelledError(`canceled on ${name} before the command had started`),
      noAnswer: (seconds) => (isSudo ? noSudoAnswer(name, seconds) : noShellAnswer(user, name, seconds)),
      refused: (said) =>
        connection.lost ?? (isSudo ? sudoRefusal(user, name, said) : shellRefusal(user, name, said)),
    });
    return watch(channel, { connection, signal, kill: () => this.#killGroup(pid, isSudo) });
  }

  /** Ends the process group of a command: sshd gives each session one of its own. */
  async #killGroup(pid: number, sudo: boolean): Promise<void> {
    const script = `s=$(cat /proc/${pid}/stat 2>/dev/null) || exit 0; set -- \${s##*) }; kill -TERM "-$3"`;
    const killer = await this.start(shell(script), { sudo, hasStdin: false, isUrgent: true });
    killer.channel.resume();
    killer.channel.stderr.resume();
    const { exitCode } = await killer.exited;
    if (exitCode !== 0) throw new Error(`kill ended with ${String(exitCode)}`);
  }
}

async function feed({ channel, exited }: SessionProcess, stdin: RunOptions["stdin"]): Promise<void> {
  if (stdin === undefined) return;
  if (typeof stdin === "string" || Buffer.isBuffer(stdin)) {
    channel.end(stdin);
    return;
  }
  stdin.pipe(channel);
  try {
    await exited;
  } finally {
    stdin.unpipe(channel).destroy();
  }
}

/** What may end a command before its own end: the caller, the clock, too much output, a failed input. */
class Limit {
  reached: "timeout" | "output" | undefined;
  /** Why there is no more input. */
  inputFailure: Error | undefined;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #outer: AbortSignal | undefined;
  readonly #forward = (): void => this.#controller.abort();

  constructor(options: Pick<RunOptions, "signal" | "timeoutSeconds" | "stdin">) {
    this.#outer = options.signal;
    if (this.#outer?.aborted === true) this.#forward();
    this.#outer?.addEventListener("abort", this.#forward, { once: true });
    const { timeoutSeconds, stdin } = options;
    if (stdin instanceof Readable) {
      stdin.once("error", (error) => {
        this.inputFailure = error;
        this.#controller.abort();
      });
    }
    if (timeoutSeconds !== undefined)
      this.#timer = setTimeout(() => this.reach("timeout"), timeoutSeconds * 1000);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  reach(limit: "timeout" | "output"): void {
    if (this.signal.aborted) return;
    this.reached = limit;
    this.#controller.abort();
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener("abort", this.#forward);
  }
}
