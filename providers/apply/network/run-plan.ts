import type { Engine } from "../../docker/engine";
import { CancelledError, UserError } from "../../errors";
import { formatNetworkStep, type NetworkStep, undoNetworkSteps } from "../../reconcile/network/plan";
import { RollbackFailedError } from "../container/errors";

export interface NetworkRun {
  readonly engine: Engine;
  readonly signal: AbortSignal;
  progress(message: string): void;
  /** Called as soon as something on the host may have changed. */
  touched(): void;
}

/** Runs a plan. What fails or is cancelled is undone: the containers are on their old network again. */
export async function runNetworkPlan(steps: readonly NetworkStep[], run: NetworkRun): Promise<void> {
  const begun: NetworkStep[] = [];
  try {
    for (const step of steps) {
      begun.push(step);
      if (run.signal.aborted) throw new CancelledError(`Cancelled before: ${formatNetworkStep(step)}.`);
      run.progress(formatNetworkStep(step));
      await perform(run.engine, step);
      run.touched();
    }
  } catch (error) {
    await undo(begun, run, error);
    throw error;
  }
}

async function undo(begun: readonly NetworkStep[], run: NetworkRun, first: unknown): Promise<void> {
  for (const step of undoNetworkSteps(begun)) {
    run.progress(`undoing: ${formatNetworkStep(step)}`);
    try {
      await perform(run.engine, step);
    } catch (second) {
      if (!(first instanceof UserError) || !(second instanceof UserError)) throw second;
      throw new RollbackFailedError(
        `${first.message}\nUndoing it failed as well: ${second.message}\nRun it again to put it right.`,
        { cause: first },
      );
    }
  }
}

async function perform({ networks }: Engine, step: NetworkStep): Promise<void> {
  switch (step.kind) {
    case "create":
      await networks.create(step.request);
      return;
    case "remove":
      return networks.remove(step.name);
    case "connect":
      return networks.connect(step.name, step.container.id, step.container.endpoint);
    case "disconnect":
      return networks.disconnect(step.name, step.container.id);
  }
}
