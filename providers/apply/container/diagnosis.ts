import type { ContainerInspectJson } from "../../docker/container-json";
import type { Engine } from "../../docker/engine";
import { UserError } from "../../errors";
import type { Redact } from "../../redact";

const LOG_LINES = 20;
const NEXT_EXIT_MILLISECONDS = 3000;

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
  return {
    exitCode: exitCode ?? (await exitCodeOf(engine, inspected, isUrgent)),
    outOfMemory: state?.OOMKilled ?? false,
    healthOutput: output === undefined || output === "" ? undefined : redact(output),
    lastLogLines: (logged.status === "fulfilled" ? logged.value : []).map(redact),
  };
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
