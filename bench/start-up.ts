import { spawn } from "node:child_process";
import { once } from "node:events";
import { run } from "../test/support/setup/command";
import { repository } from "./plugins";
import { secondsOf } from "./samples";

/** How long what starts with every run takes to start, in seconds, one number a repetition. */
export interface StartUp {
  /** Node by itself. */
  readonly node: readonly number[];
  /** The plugin, until it tells its port. */
  readonly plugin: readonly number[];
  /** The plugin that does nothing, likewise. */
  readonly nullPlugin: readonly number[];
  /** A process that loads Pulumi's SDK. */
  readonly pulumiSdk: readonly number[];
  /** A process that loads Moorage's, and so Pulumi's. */
  readonly moorageSdk: readonly number[];
}

export async function measureStartUp(
  executables: { readonly plugin: string; readonly nullPlugin: string },
  repetitions: number,
): Promise<StartUp> {
  const measures: Record<keyof StartUp, () => Promise<unknown>> = {
    node: () => evaluate(""),
    plugin: () => untilPort(executables.plugin),
    nullPlugin: () => untilPort(executables.nullPlugin),
    pulumiSdk: () => evaluate('require("@pulumi/pulumi")'),
    moorageSdk: () => evaluate('require("moorage")'),
  };
  const seconds: Record<keyof StartUp, number[]> = {
    ...{ node: [], plugin: [], nullPlugin: [], pulumiSdk: [], moorageSdk: [] },
  };
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    for (const [name, measure] of Object.entries(measures)) {
      seconds[name as keyof StartUp].push(await secondsOf(measure));
    }
  }
  return seconds;
}

/** Runs code in a new process, to its end. */
function evaluate(code: string): Promise<string> {
  return run([process.execPath, "--eval", code], { cwd: repository });
}

async function untilPort(executable: string): Promise<void> {
  const child = spawn(executable, [], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
}
