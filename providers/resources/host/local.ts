import { existsSync } from "node:fs";
import type { HostFacts } from "../../../sdk/host";
import { CancelledError, UserError } from "../../errors";
import type { EngineInfoJson } from "../../docker/system";
import type { ApplyRequest, ApplyResult, Context, OpenOptions } from "../lifecycle";
import { hostInputs, hostLink } from "./inputs";
import { type KnownHost, NOTHING_KNOWN, previewBag, readEngine, stateBag } from "./state";

/** The engine of this machine as a Host: nothing is installed or changed. */
export async function applyLocalHost(context: Context, request: ApplyRequest): Promise<ApplyResult> {
  try {
    const purpose = request.preview ? "preview" : "apply";
    const state = await readLocalHost(context, hostInputs(request.inputs).socketPath, purpose);
    return { id: state.hostId, state: stateBag(state, request.inputs) };
  } catch (error) {
    if (!request.preview || !(error instanceof UserError) || error instanceof CancelledError) throw error;
    context.log("warning", error.message);
    return { id: undefined, state: previewBag(NOTHING_KNOWN, request.inputs) };
  }
}

/** What is known of the engine of this machine. Rejects with the engine's errors where it does not answer. */
export async function readLocalHost(
  { hosts, signal }: Pick<Context, "hosts" | "signal">,
  socketPath: string | undefined,
  purpose: OpenOptions["purpose"],
): Promise<KnownHost> {
  const address = { local: true, ...(socketPath === undefined ? {} : { socketPath }) };
  const { session, link } = await hosts.locate(address, { purpose, signal });
  const { info, facts } = await readEngine(session.engine, "direct", signal);
  return {
    link: hostLink(link.hostId, address, []),
    hostId: link.hostId,
    hostKeyFingerprint: undefined,
    engine: info,
    facts: localFacts(facts),
  };
}

function localFacts(engine: EngineInfoJson): HostFacts {
  return {
    distribution: engine.OperatingSystem,
    release: "unknown",
    architecture: engine.Architecture,
    kernel: engine.KernelVersion,
    init: existsSync("/run/systemd/system") ? "systemd" : "none",
    cpus: engine.NCPU,
    memoryBytes: engine.MemTotal,
  };
}
