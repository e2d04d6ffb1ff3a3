import type { Observation } from "../../apply/container/observe";
import type { ContainerFacts } from "../../reconcile/container/observe";
import type { Desired } from "../../reconcile/container/desired";
import { planContainer } from "../../reconcile/container/plan";
import { NO_DEFAULTS } from "../../reconcile/container/options/option";
import type { ApplyRequest, Context, HostSession } from "../lifecycle";
import { specIn } from "./inputs";
import { defaultsOf } from "./look";

/** Plans what an observation asks for. */
export async function planFor(
  context: Context,
  session: HostSession,
  request: ApplyRequest,
  desired: Desired,
  { slots }: Observation,
) {
  const formerly = request.oldInputs === undefined ? undefined : specIn(request.oldInputs);
  const present = slots.current ?? slots.renamed ?? slots.next ?? slots.previous;
  const defaults =
    present === undefined
      ? NO_DEFAULTS
      : await defaultsOf(session.engine, present, desired.spec, formerly, context.signal);
  const mayWatchOn = desired.monitorSeconds > 0 && slots.previous !== undefined;
  const ranSeconds = mayWatchOn ? await ranFor(session, present, context.signal) : undefined;
  return { formerly, plan: planContainer({ desired, slots, defaults, formerly, ranSeconds }) };
}

/** How long a container has run, by its engine's clock alone. */
async function ranFor(
  { engine }: HostSession,
  container: ContainerFacts | undefined,
  signal: AbortSignal,
): Promise<number | undefined> {
  const startedAt = container?.startedAt;
  const { SystemTime } = await engine.system.info(signal);
  if (SystemTime === undefined || startedAt === undefined) return undefined;
  return (Date.parse(SystemTime) - Date.parse(startedAt)) / 1000;
}
