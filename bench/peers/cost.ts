import { capture } from "../../test/support/setup/command";
import { childrenSeconds, watchMemory } from "./process-tree";

/** A command of a contestant's. */
export interface Command {
  readonly argv: readonly string[];
  readonly folder: string;
  /** Added to this process's own. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What one run of a command took. */
export interface Cost {
  readonly seconds: number;
  /** Processor time, user and system, of the command and all that it started. */
  readonly cpuSeconds: number;
  /** Why it failed, if it did. */
  readonly failure?: string;
}

/** Runs a command. Nothing else may be started meanwhile: the processor time is that of all children. */
export async function costOf({ argv, folder, environment }: Command): Promise<Cost> {
  const before = childrenSeconds();
  const begun = performance.now();
  const { code, stdout, stderr } = await capture(argv, { cwd: folder, env: environment });
  const seconds = (performance.now() - begun) / 1000;
  const cpuSeconds = childrenSeconds() - before;
  return { seconds, cpuSeconds, ...(code === 0 ? {} : { failure: `${stdout}\n${stderr}`.trim() }) };
}

/** The same with eyes on its memory, which takes time itself: so nothing of this run counts but the memory. */
export async function peakOf({
  argv,
  folder,
  environment,
}: Command): Promise<{ peakMebibytes: number; failure?: string }> {
  let watch: ReturnType<typeof watchMemory> | undefined;
  const onStart = (pid: number): void => {
    watch = watchMemory(pid);
  };
  const { code, stdout, stderr } = await capture(argv, { cwd: folder, env: environment, onStart });
  const peakMebibytes = watch?.stop() ?? 0;
  return { peakMebibytes, ...(code === 0 ? {} : { failure: `${stdout}\n${stderr}`.trim() }) };
}
