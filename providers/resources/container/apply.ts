import { type PlanRun, runPlan } from "../../apply/container/run-plan";
import { assertProgramLength } from "../../apply/container/program-length";
import { assertSupported } from "../../apply/container/unmet-needs";
import { observeOne, type Observation } from "../../apply/container/observe";
import { redactor } from "../../redact";
import { CancelledError, UserError } from "../../errors";
import type { Desired } from "../../reconcile/container/desired";
import type { ContainerFacts } from "../../reconcile/container/observe";
import { type ContainerPlan, startsOrJoins, stepsOf } from "../../reconcile/container/plan";
import type { Bag } from "../bag";
import { childInputs, secretTexts } from "../child-inputs";
import { childId } from "../import-id";
import {
  type ApplyRequest,
  type ApplyResult,
  type Context,
  type HostSession,
  PartialError,
} from "../lifecycle";
import { refusedAddresses } from "./addresses";
import { clearFiles, provideFiles } from "./files";
import { desiredContainer, specIn } from "./inputs";
import { defaultsOf, findPortConflicts, lookFor, portTaken } from "./look";
import { missingReferences } from "./missing";
import { planFor } from "./plan-for";
import { assertForwards, dialFrom } from "./reach";
import { previewContainer } from "./preview";
import { containerIdIn, containerState, madeState } from "./state";

/** Makes a container be what it shall be, whatever is there. */
export async function applyContainer(context: Context, request: ApplyRequest): Promise<ApplyResult> {
  if (request.preview) return previewContainer(context, request);
  const { link } = childInputs(request.inputs);
  if (link === undefined) throw new TypeError("a container is applied with an unknown host");
  const desired = desiredContainer(context.urn, request.inputs);
  const session = await context.hosts.open(link, { purpose: "apply", signal: context.signal });
  const id = request.id ?? childId(link.hostId, desired.owner.name);

  const observation = await lookFor(context, session, link, desired.owner, containerIdIn(request.oldState));
  const { formerly, plan } = await planFor(context, session, request, desired, observation);
  const refusal = await whyNot(context, session, desired, observation, plan);
  const facts = await carryOut(context, session, { ...request, id }, desired, observation, {
    plan,
    refusal,
  });
  if (plan.comparison.kind === "create" || plan.comparison.kind === "replace") {
    return { id, state: madeState(request.inputs, facts) };
  }
  const defaults = await defaultsOf(
    session.engine,
    facts,
    desired.spec,
    formerly ?? desired.spec,
    context.signal,
  );
  return { id, state: containerState(request.inputs, facts, defaults) };
}

/** Why what is asked for cannot be had, as far as that can be known before anything is changed. */
async function whyNot(
  { signal }: Context,
  session: HostSession,
  desired: Desired,
  observation: Observation,
  plan: ContainerPlan,
): Promise<UserError | undefined> {
  const { own, foreign } = findPortConflicts(desired, observation);
  const [conflict] = [...foreign, ...own];
  if (conflict !== undefined) return portTaken(session, conflict);
  try {
    await assertSupported(session.engine, desired.spec, signal);
    await assertProgramLength(session.engine, desired.spec, signal);
    if (stepsOf(plan).some((step) => step.kind === "await" && step.probe !== undefined)) {
      await assertForwards(session, signal);
    }
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof CancelledError) throw error;
    return error;
  }
  if (!startsOrJoins(plan)) return undefined;
  const [missing, addresses] = await Promise.all([
    missingReferences(session, desired.spec, observation.all, signal),
    refusedAddresses(session, desired, observation, signal),
  ]);
  return [...missing, ...addresses.map(({ error }) => error)].at(0);
}

async function carryOut(
  context: Context,
  session: HostSession,
  request: ApplyRequest & { readonly id: string },
  desired: Desired,
  { slots }: Observation,
  { plan, refusal }: { readonly plan: ContainerPlan; readonly refusal: UserError | undefined },
): Promise<ContainerFacts> {
  let isTouched = false;
  let hasGivenFiles = false;
  const present = [slots.current, slots.next, slots.previous, slots.renamed].flatMap((facts) => facts ?? []);
  const run: PlanRun = {
    engine: session.engine,
    dial: dialFrom(session),
    observed: undefined,
    ids: new Map(present.map((facts) => [facts.name, facts.id])),
    signal: context.signal,
    desired,
    redact: redactor(secretTexts(request.inputs, request.oldInputs)),
    progress: (message) => context.progress(message),
    warn: (message) => context.log("warning", message),
    touched: () => (isTouched = true),
    restored: () => (isTouched = hasGivenFiles || plan.settle.length > 0),
  };
  try {
    if (refusal !== undefined) {
      // Even so one is to serve again that an interrupted run has stopped or left without its name.
      const restores = plan.settle.some(({ kind }) => kind === "start" || kind === "rename");
      if (restores) await runPlan({ ...plan, change: [], retire: [] }, run);
      throw refusal;
    }
    hasGivenFiles = await provideFiles(context, session, request.inputs);
    if (hasGivenFiles) isTouched = true;
    const isInPlace = stepsOf(plan).length === 0 && slots.current !== undefined;
    if (!isInPlace) await runPlan(plan, run);
    await clearFiles(context, session, request);
    if (isInPlace) return slots.current;
    return run.observed ?? (await expectCurrent(session, run.ids.get(desired.owner.name), desired));
  } catch (error) {
    if (!isTouched || !(error instanceof UserError)) throw error;
    const state = await leftState(session, request, run.ids.get(desired.owner.name));
    throw new PartialError(error, { id: request.id, inputs: request.oldInputs ?? request.inputs, state });
  }
}

async function expectCurrent(
  session: HostSession,
  id: string | undefined,
  { owner }: Desired,
): Promise<ContainerFacts> {
  const facts = id === undefined ? undefined : await observeOne(session.engine, id, undefined);
  if (facts !== undefined) return facts;
  throw new UserError(`Container ${owner.name} vanished from ${session.name} while it was made. Run again.`);
}

/** What there is after a failure; what was stored where that cannot be found out either. */
async function leftState(session: HostSession, request: ApplyRequest, id: string | undefined): Promise<Bag> {
  const inputs = request.oldInputs ?? request.inputs;
  const nothing: Bag = request.oldState ?? {
    values: { ...inputs.values, status: "missing" },
    secrets: inputs.secrets,
  };
  if (id === undefined) return nothing;
  try {
    const never = new AbortController().signal;
    const facts = await observeOne(session.engine, id, never);
    if (facts === undefined) return nothing;
    const spec = specIn(inputs);
    return containerState(inputs, facts, await defaultsOf(session.engine, facts, spec, spec, never));
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof CancelledError) throw error;
    return nothing;
  }
}
