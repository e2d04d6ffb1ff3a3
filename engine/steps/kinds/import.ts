import { EngineError } from "../../errors";
import { InitializationError, type PartialState } from "../../plugins/provider-errors";
import { packageOfType } from "../../urn";
import type { StepContext } from "../context";
import { Entry } from "../entry";
import { withIgnoredChanges } from "../ignore-changes";
import type { StepOutcome } from "../step";
import { ResourceStep } from "./resource-step";

interface ImportOptions {
  new: Entry;
  /** Our object of this URN, which the imported one replaces. */
  replaces?: Entry | undefined;
  ignoreChanges: readonly string[];
  settle: (entry: Entry, result: "failed" | "skipped") => void;
}

/** Takes over an object that exists, because the program's `import` option asks for it. */
export class ImportStep extends ResourceStep {
  override readonly new: Entry;
  /** What was found, as if it had been in the state. */
  override old: Entry | undefined;

  constructor(private readonly options: ImportOptions) {
    super(options.new);
    this.new = options.new;
  }

  get op(): "import" | "import-replacement" {
    return this.options.replaces ? "import-replacement" : "import";
  }

  get logical(): boolean {
    return !this.options.replaces;
  }

  override begin({ ledger }: StepContext): Promise<void> {
    return ledger.begin("importing", this.new);
  }

  async apply(context: StepContext): Promise<void> {
    await readImported(this.new, context);
    const { state } = this.new;
    this.old = new Entry({ ...state, aliases: [], additionalSecretOutputs: [], resourceHooks: {} });
    const inputs = withIgnoredChanges(state.inputs, state.inputs, this.options.ignoreChanges, (message) => {
      context.diagnostics.info(message, this.urn);
    });
    const now = context.now();
    this.new.set({ inputs, created: now, modified: now });
    this.options.replaces?.set({ delete: true });
  }

  end({ ledger }: StepContext, outcome: StepOutcome): boolean {
    ledger.end(this.new, outcome === "failed" ? "failed" : "succeeded");
    if (outcome === "failed") return true;
    ledger.made(this.new);
    if (this.options.replaces) ledger.changed(this.options.replaces);
    return true;
  }

  override settle(result: "success" | "failed" | "skipped"): void {
    // After a success the registration goes on: the program may want another state than was found.
    if (result !== "success") this.options.settle(this.new, result);
  }
}

/** Reads an object by the id that it is to be imported by, and leaves in the record what was found. */
export async function readImported(entry: Entry, context: StepContext): Promise<void> {
  const { urn, type, provider: reference, importID } = entry.state;
  const provider = context.providerOf({ urn, type, provider: reference });
  let found: PartialState;
  let initErrors: string[] = [];
  try {
    found = await provider.read({ urn, id: importID });
  } catch (error) {
    if (!(error instanceof InitializationError)) throw error;
    found = error.state;
    initErrors = error.reasons;
  }
  const { inputs, properties: outputs, refreshBeforeUpdate } = found;
  if (!outputs) throw new EngineError(`resource '${importID}' does not exist`);
  if (!inputs) {
    const packageName = packageOfType(type);
    throw new EngineError(
      `provider does not support importing resources; please try updating the '${packageName}' plugin`,
    );
  }
  const id = found.id === "" ? importID : found.id;
  entry.set({ id, inputs, outputs, initErrors, refreshBeforeUpdate });
}
