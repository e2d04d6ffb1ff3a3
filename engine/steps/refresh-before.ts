import { refreshedBase, stepsOfRefresh } from "./generator/refreshes";
import { BailError } from "./generator/bail-error";
import { requireTargets } from "./require-targets";
import type { Session } from "./session";

/** Refreshes the state's resources before the program runs; or only those that ask for it before an update. */
export async function refreshBefore(session: Session, onlyBeforeUpdate: boolean): Promise<void> {
  const { planner, executor, world } = session;
  if (world.base.length === 0) return;
  requireTargets(session, planner.targets);
  requireTargets(session, planner.excludes);
  const steps = await stepsOfRefresh(planner, onlyBeforeUpdate);
  const succeeded = await executor.parallel(steps, true);
  // What could be read is kept, whatever became of the rest.
  session.rebase(refreshedBase(world, steps));
  if (!succeeded) throw new BailError("not all resources could be refreshed");
}
