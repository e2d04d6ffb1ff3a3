import { NameTakenError } from "../../apply/container/errors";
import { CancelledError, UserError } from "../../errors";
import { LocalPortTakenError } from "../../sandbox/errors";
import type { ContainerSummaryJson } from "../../docker/container-json";
import type { Engine } from "../../docker/engine";
import { ownerOf } from "../child-inputs";
import { childId } from "../import-id";
import type { ApplyRequest, ApplyResult, Context } from "../lifecycle";
import { findOwn, isOurs, openLocalEngine, socketOf } from "./engine";
import { sandboxInputs, type SandboxInputs } from "./inputs";
import { foreseenState } from "./state";

/** What a sandbox would be. Rejects where it is foreseen that somebody else's container is in the way. */
export async function previewSandbox(context: Context, request: ApplyRequest): Promise<ApplyResult> {
  const state = foreseenState(request.inputs, request.oldState);
  const inputs = sandboxInputs(request.inputs);
  if (inputs === undefined) return { id: request.id, state };
  try {
    const socketPath = socketOf(context, inputs.socketPath, request.oldState);
    const { engine, hostId } = await openLocalEngine(context, socketPath, "preview");
    const owner = ownerOf(context.urn, inputs.name);
    await findOwn(engine, owner, request.oldState, context.signal);
    await refuseTakenPorts(engine, inputs, (found) => isOurs(found, owner, request.oldState), context.signal);
    return { id: request.id ?? childId(hostId, inputs.name), state };
  } catch (error) {
    const isFinal =
      error instanceof NameTakenError ||
      error instanceof LocalPortTakenError ||
      error instanceof CancelledError;
    if (isFinal || !(error instanceof UserError)) throw error;
    context.log("warning", `The preview knows less of the sandbox: ${error.message}`);
    return { id: request.id, state };
  }
}

/** Ports that other containers have; those of other programs are met when the sandbox is made. */
async function refuseTakenPorts(
  engine: Engine,
  { ports }: SandboxInputs,
  isOwn: (container: ContainerSummaryJson) => boolean,
  signal: AbortSignal,
): Promise<void> {
  const containers = await engine.containers.list({ signal });
  for (const [index, { host }] of ports.entries()) {
    if (host === undefined) continue;
    const holder = containers.find(
      (container) =>
        !isOwn(container) &&
        container.Ports.some(({ PublicPort, Type }) => PublicPort === host && Type === "tcp"),
    );
    if (holder === undefined) continue;
    throw new LocalPortTakenError(
      `Port ${host} of ${engine.name} is taken by the container ${holder.Names[0]?.slice(1) ?? holder.Id}. ` +
        `Choose another one, or leave it out to get any free one.`,
      { property: `ports[${index}].host` },
    );
  }
}
