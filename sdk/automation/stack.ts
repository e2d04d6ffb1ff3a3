import { StackNotFoundError } from "./errors";
import type { LocalWorkspace } from "./local-workspace";
import { operate, type Order } from "./operate";
import type { DestroyOptions, PreviewOptions, RefreshOptions, UpOptions } from "./options";
import { outputMap, type OutputMap } from "./output-map";
import type { DestroyResult, PreviewResult, RefreshResult, UpResult } from "./results";
import { summaryOfLast } from "./summary";

/**
 * A stack of a workspace: an instance of its program, with a configuration and a state of its own.
 *
 * @example
 * const stack = await LocalWorkspace.createOrSelectStack({ stackName: "dev", workDir: "." });
 * await stack.setConfig("address", { value: "203.0.113.10" });
 * const { outputs, summary } = await stack.up({ onOutput: (text) => process.stdout.write(text) });
 */
export class Stack {
  private constructor(
    public name: string,
    readonly workspace: LocalWorkspace,
  ) {}

  /** Creates a stack. @throws StackAlreadyExistsError */
  static async create(name: string, workspace: LocalWorkspace): Promise<Stack> {
    await workspace.createStack(name);
    return new Stack(name, workspace);
  }

  /** Selects a stack. @throws StackNotFoundError */
  static async select(name: string, workspace: LocalWorkspace): Promise<Stack> {
    await workspace.selectStack(name);
    return new Stack(name, workspace);
  }

  /** Selects a stack, and creates it where there is none. */
  static async createOrSelect(name: string, workspace: LocalWorkspace): Promise<Stack> {
    try {
      return await Stack.select(name, workspace);
    } catch (error) {
      if (!(error instanceof StackNotFoundError)) throw error;
      return Stack.create(name, workspace);
    }
  }

  /**
   * Makes the resources what the program says.
   *
   * @throws ConcurrentUpdateError; CanceledError; CommandError with the diagnostics of what failed
   */
  async up(opts: UpOptions = {}): Promise<UpResult> {
    const { continueOnError, program, refresh, replace, showSecrets } = opts;
    const done = await this.#operate("update", opts, program, { continueOnError, refresh, replace });
    const { outputs, stderr, stdout } = done;
    return {
      stdout,
      stderr,
      outputs: outputMap(outputs),
      summary: await summaryOfLast(this, done, showSecrets),
    };
  }

  /** Says what {@link up} would do. Nothing is changed, and the stack is not locked. */
  async preview(opts: PreviewOptions = {}): Promise<PreviewResult> {
    const { program, refresh, replace } = opts;
    const { changes, stderr, stdout } = await this.#operate("preview", opts, program, { refresh, replace });
    return { stdout, stderr, changeSummary: changes };
  }

  /** Reads all resources, and takes what was found into the state. */
  async refresh(opts: RefreshOptions = {}): Promise<RefreshResult> {
    const { previewOnly, showSecrets } = opts;
    const done = await this.#operate("refresh", opts, undefined, { previewOnly });
    return {
      stdout: done.stdout,
      stderr: done.stderr,
      summary: await summaryOfLast(this, done, showSecrets),
    };
  }

  /** Says what {@link refresh} would find. */
  async previewRefresh(opts: RefreshOptions = {}): Promise<PreviewResult> {
    const { changes, stderr, stdout } = await this.#operate("refresh", opts, undefined, {
      previewOnly: true,
    });
    return { stdout, stderr, changeSummary: changes };
  }

  /** Deletes all resources; the stack, its configuration and its history stay, unless `remove` is set. */
  async destroy(opts: DestroyOptions = {}): Promise<DestroyResult> {
    const { continueOnError, previewOnly, refresh, remove, showSecrets } = opts;
    const more = { continueOnError, previewOnly, refresh };
    const done = await this.#operate("destroy", opts, undefined, more);
    const summary = await summaryOfLast(this, done, showSecrets);
    if (remove === true && previewOnly !== true) await this.workspace.removeStack(this.name);
    return { stdout: done.stdout, stderr: done.stderr, summary };
  }

  /** Says what {@link destroy} would delete. */
  async previewDestroy(opts: DestroyOptions = {}): Promise<PreviewResult> {
    const { continueOnError, refresh } = opts;
    const more = { continueOnError, previewOnly: true, refresh };
    const { changes, stderr, stdout } = await this.#operate("destroy", opts, undefined, more);
    return { stdout, stderr, changeSummary: changes };
  }

  /** The outputs of the last {@link up}. */
  outputs(): Promise<OutputMap> {
    return this.workspace.stackOutputs(this.name);
  }

  #operate(
    kind: Order["kind"],
    options: Order["options"],
    program: Order["program"],
    more: NonNullable<Order["engine"]>,
  ): ReturnType<typeof operate> {
    return operate(this.workspace, {
      kind,
      stack: this.name,
      program: program ?? this.workspace.program,
      options,
      engine: more,
    });
  }
}
