import { randomBytes } from "node:crypto";

import { EngineError } from "../../errors";
import { parseUrn, rootStackType } from "../../urn";
import type { StepContext } from "../context";
import type { ImportSpec } from "../deployment";
import { Entry } from "../entry";
import type { StepOutcome } from "../step";
import { readImported } from "./import";
import { ResourceStep } from "./resource-step";

/** Takes over an object that exists, because the operation is an import. */
export class ImportExistingStep extends ResourceStep {
  readonly op = "import";
  readonly logical = true;
  override readonly new: Entry;
  override old: Entry | undefined;

  constructor(
    entry: Entry,
    private readonly spec: ImportSpec,
  ) {
    super(entry);
    this.new = entry;
  }

  override begin({ ledger }: StepContext): Promise<void> {
    return ledger.begin("importing", this.new);
  }

  async apply(context: StepContext): Promise<void> {
    const { urn, parent, custom } = this.new.state;
    if (context.world.olds.has(urn)) throw new EngineError(`resource '${urn}' already exists`);
    const hasParent = !parent || parseUrn(parent).type === rootStackType || context.world.news.has(parent);
    if (!hasParent) throw new EngineError(`unknown parent '${parent}' for resource '${urn}'`);
    if (custom) await readImported(this.new, context);
    this.old = new Entry(this.new.state);
    const now = context.now();
    this.new.set({ created: now, modified: now });
    if (!custom) return;
    this.new.set({ importID: "" });
    await this.#check(context);
  }

  /** What is not valid is told, and kept all the same: the program is written after the import. */
  async #check(context: StepContext): Promise<void> {
    const { urn, inputs, type } = this.new.state;
    const answer = await context.providerOf(this).check({
      urn,
      oldInputs: inputs,
      newInputs: inputs,
      randomSeed: randomBytes(32),
    });
    if (answer.failures.length === 0) return;
    const advice = this.spec.properties?.length
      ? "Try specifying a different set of properties to import with in the future."
      : "This is almost certainly a bug in the provider.";
    context.diagnostics.warning(
      `One or more imported inputs failed to validate. ${advice} The import will still proceed, but you will need to ` +
        "edit the generated code after copying it into your program.",
      urn,
    );
    for (const { property, reason } of answer.failures) {
      const where = property === "" ? "" : `: property ${property}`;
      context.diagnostics.warning(
        `${type} resource '${parseUrn(urn).name}'${where} has a problem: ${reason}`,
        urn,
      );
    }
  }

  end({ ledger }: StepContext, outcome: StepOutcome): boolean {
    ledger.end(this.new, outcome === "failed" ? "failed" : "succeeded");
    if (outcome !== "failed") ledger.made(this.new);
    return true;
  }
}
