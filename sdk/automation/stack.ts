import { asCommand, CanceledError, StackNotFoundError } from "./errors";
import { readHistory } from "./history";
import { openExistingStack, openStackOf } from "./home";
import { importSpecs } from "./imports";
import type { LocalWorkspace } from "./local-workspace";
import { operate, type Done, type Order } from "./operate";
import { refuseAbsent } from "./not-here";
import type {
  DestroyOptions,
  ImportOptions,
  OperationOptions,
  PreviewOptions,
  RefreshOptions,
  RenameOptions,
  UpOptions,
} from "./options";
import { outputMap } from "./output-map";
import type * as Plans from "./plan/planned-operations";
import { protectedUrns } from "./protected";
import type {
  DestroyResult,
  ImportResult,
  PreviewResult,
  RefreshResult,
  RenameResult,
  UpdateSummary,
  UpResult,
} from "./results";
import { StackData } from "./stack-data";
import { renameStack } from "./stacks";
import { readSnapshot } from "./state";
import { notRecorded, summaryOfLast } from "./summary";

/** What an operation is told by who calls it. */
type GivenOptions = OperationOptions & { readonly expectNoChanges?: boolean };

/** Loaded for who wants a plan. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- import() of a CommonJS module waits for a loader that nothing else here needs
const plans = () => require("./plan/planned-operations") as typeof Plans;

/**
 * A stack of a workspace: an instance of its program, with a configuration and a state of its own.
 *
 * @example
 * const stack = await LocalWorkspace.createOrSelectStack({ stackName: "dev", workDir: "." });
 * await stack.setConfig("address", { value: "203.0.113.10" });
 * const { outputs, summary } = await stack.up({ onOutput: (text) => process.stdout.write(text) });
 */
export class Stack extends StackData {
  private constructor(name: string, workspace: LocalWorkspace) {
    super(name, workspace);
  }

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
   * @throws ConcurrentUpdateError; CanceledError; PlanFileError and PlanRefusedError with a `plan`; CommandError with the
   * diagnostics of what failed
   */
  async up(opts: UpOptions = {}): Promise<UpResult> {
    refuseAbsent("UpOptions", opts);
    const { continueOnError, plan, program, refresh, replace, showSecrets } = opts;
    const order = this.#order("update", opts, program, { continueOnError, refresh, replace });
    const done = await (plan === undefined
      ? operate(this.workspace, order)
      : plans().applyPlan(this.workspace, plan, order));
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
    refuseAbsent("PreviewOptions", opts);
    const { onPlan, plan, program, refresh, replace } = opts;
    const order = this.#order("preview", opts, program, { refresh, replace });
    const { changes, stderr, stdout } = await (plan === undefined && onPlan === undefined
      ? operate(this.workspace, order)
      : plans().previewPlan(this.workspace, order, { file: plan, onPlan }));
    return { stdout, stderr, changeSummary: changes };
  }

  /** Reads all resources, and takes what was found into the state. */
  async refresh(opts: RefreshOptions = {}): Promise<RefreshResult> {
    refuseAbsent("RefreshOptions", opts);
    const { clearPendingCreates, previewOnly, showSecrets } = opts;
    const done = await this.#operate("refresh", opts, undefined, { clearPendingCreates, previewOnly });
    return {
      stdout: done.stdout,
      stderr: done.stderr,
      summary: await summaryOfLast(this, done, showSecrets),
    };
  }

  /** Says what {@link refresh} would find. */
  async previewRefresh(opts: RefreshOptions = {}): Promise<PreviewResult> {
    refuseAbsent("RefreshOptions", opts);
    const { changes, stderr, stdout } = await this.#operate("refresh", opts, undefined, {
      previewOnly: true,
    });
    return { stdout, stderr, changeSummary: changes };
  }

  /** Deletes all resources; the stack, its configuration and its history stay, unless `remove` is set. */
  async destroy(opts: DestroyOptions = {}): Promise<DestroyResult> {
    refuseAbsent("DestroyOptions", opts);
    const { previewOnly, remove, showSecrets } = opts;
    const done = await this.#destroy(opts, previewOnly ?? false);
    const summary = await summaryOfLast(this, done, showSecrets);
    if (remove === true && previewOnly !== true) await this.workspace.removeStack(this.name);
    return { stdout: done.stdout, stderr: done.stderr, summary };
  }

  /** Says what {@link destroy} would delete. */
  async previewDestroy(opts: DestroyOptions = {}): Promise<PreviewResult> {
    refuseAbsent("DestroyOptions", opts);
    const { changes, stderr, stdout } = await this.#destroy(opts, true);
    return { stdout, stderr, changeSummary: changes };
  }

  /**
   * Takes objects that exist into the state, and writes TypeScript that declares them. Secrets are not in it: it asks the
   * configuration for them, which has to get them by {@link setConfig}.
   */
  async import(options: ImportOptions): Promise<ImportResult> {
    const { generateCode = true, nameTable = {}, protect = true, resources = [], showSecrets } = options;
    refuseAbsent("ImportOptions", options);
    const { imports, variables } = await asCommand(async () => {
      const { stack } = await openStackOf(this.workspace, this.name);
      return importSpecs(resources, nameTable, protect, stack);
    });
    const done = await this.#operate("import", options, undefined, { imports, generateCode, variables });
    const { code, stderr, stdout } = done;
    const summary = await summaryOfLast(this, done, showSecrets);
    return { stdout, stderr, generatedCode: code?.text ?? "", summary };
  }

  /** Renames the stack, its settings with it. @throws StackAlreadyExistsError */
  async rename(options: RenameOptions): Promise<RenameResult> {
    const { showSecrets, signal, stackName } = options;
    refuseAbsent("RenameOptions", options);
    if (signal?.aborted === true) throw new CanceledError(`the rename of ${this.name} was canceled`);
    await asCommand(() => renameStack(this.workspace, this.name, stackName));
    this.name = stackName;
    return { stdout: "", stderr: "", summary: (await this.info(showSecrets)) ?? notRecorded("rename") };
  }

  /**
   * Takes the stack from whoever holds it: all its locks are deleted. Whoever that was goes on, if it runs at all; to
   * stop an operation of this process, use its signal.
   *
   * @throws StackNotFoundError
   */
  async cancel(): Promise<void> {
    await asCommand(async () => {
      const { backend, stack } = await openExistingStack(this.workspace, this.name);
      await backend.cancel(stack);
    });
  }

  /**
   * What was done to the stack, newest first.
   *
   * @param pageSize how many entries a page has; all are told if it is left out
   * @param page from 1 on
   */
  history(pageSize?: number, page?: number, showSecrets?: boolean): Promise<UpdateSummary[]> {
    return asCommand(() => readHistory(this.workspace, this.name, { pageSize, page, showSecrets }));
  }

  /** The newest entry of the history; undefined if the stack was never updated. */
  async info(showSecrets?: boolean): Promise<UpdateSummary | undefined> {
    return (await this.history(1, 1, showSecrets))[0];
  }

  async #destroy(opts: DestroyOptions, previewOnly: boolean): Promise<Done> {
    const { continueOnError, excludeProtected, refresh } = opts;
    const more = { continueOnError, previewOnly, refresh };
    if (excludeProtected !== true) return this.#operate("destroy", opts, undefined, more);
    const { resources } = await asCommand(() => readSnapshot(this.workspace, this.name));
    const exclude = [...(opts.exclude ?? []), ...protectedUrns(resources)];
    return this.#operate("destroy", { ...opts, exclude }, undefined, more);
  }

  #operate(
    kind: Order["kind"],
    options: GivenOptions,
    program: Order["program"],
    more: NonNullable<Order["engine"]>,
  ): Promise<Done> {
    return operate(this.workspace, this.#order(kind, options, program, more));
  }

  #order(
    kind: Order["kind"],
    given: GivenOptions,
    program: Order["program"],
    more: NonNullable<Order["engine"]>,
  ): Order {
    // The events' types are Pulumi's here, which know no null.
    const options = given as Order["options"];
    return { kind, stack: this.name, program: program ?? this.workspace.program, options, engine: more };
  }
}
