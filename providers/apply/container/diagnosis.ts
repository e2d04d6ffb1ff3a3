import type { ContainerInspectJson, StateJson } from "../../docker/container-json";
import type { Engine } from "../../docker/engine";
import { UserError } from "../../errors";
import type { Redact } from "../../redact";

const LOG_LINES = 20;
const NEXT_EXIT_MILLISECONDS = 3000;
/** The exit code of who was killed by SIGKILL, as for want of memory. */
const KILLED = 137;
const OOM_SECONDS_BEFORE = 10;
const OOM_SECONDS_AFTER = 1;

/** What is known of a container that does not work. */
export interface Diagnosis {
  readonly exitCode: number | undefined;
  readonly outOfMemory: boolean;
  /** What its last health check wrote. */
  readonly healthOutput: string | undefined;
  readonly lastLogLines: readonly string[];
}

export interface DiagnoseOptions {
  readonly redact: Redact;
  /** What is known already. */
  readonly exitCode: number | undefined;
  /** Whether nothing serves meanwhile, so that an exit code is not worth waiting for. */
  readonly isUrgent: boolean;
}

/** Asks the engine why a container does not work. What cannot be found out is left out: the failure itself counts. */
export async function diagnose(
  engine: Engine,
  id: string,
  { redact, exitCode, isUrgent }: DiagnoseOptions,
): Promise<Diagnosis> {
  const [inspected, logged] = await Promise.allSettled([
    engine.containers.inspect(id),
    engine.containers.lastLogLines(id, LOG_LINES),
  ]);
  for (const result of [inspected, logged]) {
    if (result.status === "rejected" && !(result.reason instanceof UserError)) throw result.reason;
  }
  const state = inspected.status === "fulfilled" ? inspected.value.State : undefined;
  const output = state?.Health?.Log?.at(-1)?.Output.trim();
  const code = exitCode ?? (await exitCodeOf(engine, inspected, isUrgent));
  return {
    exitCode: code,
    outOfMemory:
      state?.OOMKilled === true || (code === KILLED && (await wasOutOfMemory(engine, id, state, isUrgent))),
    healthOutput: output === undefined || output === "" ? undefined : redact(output),
    lastLogLines: (logged.status === "fulfilled" ? logged.value : []).map(redact),
  };
}

/**
 * Whether the engine has told of it: older engines mark a container for it late, or not at all. Waits for that until a
 * moment after the end, by the engine's clock, where that matters to nobody.
 */
async function wasOutOfMemory(
  { system }: Engine,
  id: string,
  state: StateJson | undefined,
  isUrgent: boolean,
): Promise<boolean> {
  const ended = Date.parse(state?.FinishedAt ?? "") / 1000;
  if (!(ended > 0)) return false;
  const filters = { type: ["container"], container: [id], event: ["oom"] };
  const [since, until] = [ended - OOM_SECONDS_BEFORE, isUrgent ? ended : ended + OOM_SECONDS_AFTER];
  const signal = AbortSignal.timeout(2 * OOM_SECONDS_AFTER * 1000);
  try {
    for await (const { Action } of await system.events({ filters, since, until, signal })) {
      if (Action === "oom") return true;
    }
  } catch {
    // Not being told is no reason to say less of the failure.
  }
  return false;
}

/** The code it ended with; where the engine has started it again by itself, the one with which it ends next. */
async function exitCodeOf(
  engine: Engine,
  inspected: PromiseSettledResult<ContainerInspectJson>,
  isUrgent: boolean,
): Promise<number | undefined> {
  if (inspected.status === "rejected") return undefined;
  const { Id, State, RestartCount } = inspected.value;
  if (!State.Running || State.Restarting) return State.ExitCode;
  if (RestartCount === 0 || isUrgent) return undefined;
  try {
    return await engine.containers.wait(Id, AbortSignal.timeout(NEXT_EXIT_MILLISECONDS));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** A diagnosis in lines of text, without those that say nothing. */
export function formatDiagnosis(diagnosis: Diagnosis): string {
  const { exitCode, outOfMemory, healthOutput, lastLogLines } = diagnosis;
  return [
    ...(exitCode === undefined ? [] : [`exit code: ${exitCode}`]),
    ...(outOfMemory ? ["it was killed because its memory limit was reached"] : []),
    ...(healthOutput === undefined ? [] : [`output of the last health check: ${healthOutput}`]),
    ...(lastLogLines.length === 0 ? ["it wrote no log"] : ["last lines of its log:"]),
    ...lastLogLines.map((line) => `  ${line}`),
  ].join("\n");
}
