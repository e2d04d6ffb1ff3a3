import type { Engine } from "../../docker/engine";
import { NotFoundError } from "../../docker/errors";
import type { VolumeCreateJson } from "../../docker/volumes";
import { CancelledError, UserError } from "../../errors";
import { formatNetworkStep, type NetworkStep, undoNetworkSteps } from "../../reconcile/network/plan";
import { recordName, recordRequest } from "../../reconcile/network/record";
import { isOwnedBy, type Owner } from "../../reconcile/ownership";
import { NameTakenError, RollbackFailedError } from "../container/errors";
import { StepCount } from "../step-count";

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
  const count = new StepCount(steps.length);
  try {
    for (const step of steps) {
      begun.push(step);
      if (run.signal.aborted) throw new CancelledError(`Canceled before: ${formatNetworkStep(step)}.`);
      run.progress(count.next() + formatNetworkStep(step));
      await perform(run.engine, step);
      run.touched();
    }
  } catch (error) {
    await undo(begun, run, error);
    throw error;
  }
}

async function undo(begun: readonly NetworkStep[], run: NetworkRun, first: unknown): Promise<void> {
  const steps = undoNetworkSteps(begun);
  const count = new StepCount(steps.length);
  for (const step of steps) {
    run.progress(`undoing ${count.next()}${formatNetworkStep(step)}`);
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
  if (steps.length > 0) run.progress("undone");
}

async function perform(engine: Engine, step: NetworkStep): Promise<void> {
  const { networks } = engine;
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
    case "remember":
      return remember(engine, recordRequest(step.owner, step.attached), step.owner);
    case "forget":
      return forget(engine, step.owner);
  }
}

async function remember({ volumes, name }: Engine, request: VolumeCreateJson, owner: Owner): Promise<void> {
  // The engine answers one that is there already as if it had made it.
  const { Labels } = await volumes.create(request);
  if (isOwnedBy(Labels, owner)) return;
  throw new NameTakenError(
    `A volume named ${request.Name} is on ${name} already, and was not touched. Moorage notes under that name which ` +
      `containers are on the network ${owner.name} while it is made anew: remove the volume, and run again.`,
  );
}

/** Removes the note, where there is one: it may be cleared without a look. */
export async function forget({ volumes }: Engine, owner: Owner): Promise<void> {
  try {
    await volumes.remove(recordName(owner.name));
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
}
