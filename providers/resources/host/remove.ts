import { CancelledError, UserError } from "../../errors";
import { removeEngine } from "../../linux/engine-install";
import { engineService } from "../../linux/engine-service";
import { removeHostId } from "../../linux/host-id";
import { describeHolder, withHostLock } from "../../linux/lock";
import type { Machine } from "../../linux/machine";
import { DAEMON_JSON, HOST_ID_FILE } from "../../linux/paths";
import { isOfOtherStack, type Labels } from "../../reconcile/ownership";
import { HostUnreachableError } from "../host-errors";
import type { Context, HostConnection, RemoveRequest } from "../lifecycle";
import { explained } from "./host-key";
import { hostInputs, type HostInputs } from "./inputs";
import { machineOf } from "./machine";
import { hostState } from "./state";
import { withdrawTrust } from "./trust";

/** Gives a host back: its engine stays unless told otherwise, its marker stays while another stack is on it. */
export async function removeHost(context: Context, request: RemoveRequest): Promise<void> {
  const inputs = hostInputs(request.inputs);
  const { link, hostId } = hostState(request.state);
  if (inputs.local || link === undefined || hostId === undefined) return;
  // The machine goes on under a new resource, or is not there any more: there is nothing to give back.
  if (context.hosts.isTaken(link)) return;
  const host = await reach(context, link, inputs);
  if (host === undefined) return;
  const machine = await machineOf(context, host, inputs.installTimeoutSeconds);
  if (machine.facts.hostId !== hostId) return;
  const stack = `${context.urn.project}/${context.urn.stack}`;
  await withHostLock(machine, describeHolder(`${context.urn.name} of ${stack}`), () =>
    giveBack(context, host, machine, { inputs, stack }),
  );
}

async function reach(
  context: Context,
  link: Parameters<Context["hosts"]["connect"]>[0],
  inputs: HostInputs,
): Promise<HostConnection | undefined> {
  try {
    return await context.hosts.connect(link, {
      purpose: "remove",
      signal: context.signal,
      label: context.urn.name,
    });
  } catch (error) {
    if (!(error instanceof HostUnreachableError)) throw error;
    if (!context.config.deleteUnreachable) throw withWayOut(explained(error, inputs) as HostUnreachableError);
    context.log("warning", `${error.message}\nIt is deleted from the state only, as deleteUnreachable says.`);
    return undefined;
  }
}

async function giveBack(
  context: Context,
  host: HostConnection,
  machine: Machine,
  { inputs, stack }: { inputs: HostInputs; stack: string },
): Promise<void> {
  await withdrawTrust(context, host, machine, inputs);
  const others = await otherStacks(context, host, stack);
  if (Object.keys(inputs.daemon).length > 0) {
    context.log(
      "info",
      `${host.name} keeps its engine's settings in ${DAEMON_JSON}: ${Object.keys(inputs.daemon).join(", ")}.`,
    );
  }
  if (others !== "none") {
    const why =
      others === "unknown"
        ? "its engine does not answer, so nobody knows what else is there"
        : "another stack is on it";
    context.log("info", `${host.name} keeps ${HOST_ID_FILE}: ${why}.`);
    return;
  }
  if (inputs.removeEngineOnDelete && machine.facts.dockerd !== undefined) {
    await engineService(machine).stop();
    await removeEngine(machine);
  }
  await removeHostId(host.remote, machine);
}

/** Whether objects of other stacks are on the host. Those of ours that were kept on purpose do not count. */
async function otherStacks(
  context: Context,
  host: HostConnection,
  stack: string,
): Promise<"none" | "some" | "unknown"> {
  const { signal } = context;
  try {
    const { engine } = await host.openEngine(signal);
    const objects: { readonly Labels: Labels | null }[][] = await Promise.all([
      engine.containers.list({ signal }),
      engine.networks.list(signal),
      engine.volumes.list(signal),
    ]);
    return objects.flat().some(({ Labels }) => isOfOtherStack(Labels, stack)) ? "some" : "none";
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof CancelledError) throw error;
    context.log("warning", error.message);
    return "unknown";
  }
}

function withWayOut(error: HostUnreachableError): HostUnreachableError {
  return new HostUnreachableError(
    `${error.message}\nIf the host is gone for good, set moorage:deleteUnreachable to true: then it is deleted from the state only.`,
    { cause: error.cause, property: error.property },
  );
}
