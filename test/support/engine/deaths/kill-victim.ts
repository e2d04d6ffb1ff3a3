import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Rendezvous } from "../lab/rendezvous";
import { PASSPHRASE } from "../trial/state";
import type { MortalStack } from "./mortal-stack";
import { withTypeScript } from "../../transpile/typescript";

/** When a process is killed: at a call, before it is done or after; or so many milliseconds after it. */
export interface Moment {
  readonly call: number;
  readonly moment: "asked" | "done" | number;
}

/** Starts a process that changes the stack, and kills it. Resolves to whether it came to that moment. */
export async function killVictim(
  stack: MortalStack,
  rendezvous: Rendezvous,
  { call, moment }: Moment,
): Promise<boolean> {
  const key = stack.project.folder;
  const child = spawn(
    process.execPath,
    [...withTypeScript, join(__dirname, "victim.ts"), stack.project.folder],
    {
      env: {
        ...process.env,
        ...rendezvous.environment(key, stack.cloud),
        PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
      },
      stdio: "ignore",
    },
  );
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let calls = 0;
  let isDead = false;
  const kill = (): void => {
    isDead = true;
    child.kill("SIGKILL");
  };
  stack.cloud.watch = (now) => {
    if (now === "asked") calls++;
    // What was on its way when the process died is done all the same, or never.
    if (isDead && now === "asked") throw new Error("the engine is dead");
    if (calls < call || isDead) return;
    if (typeof moment === "number") setTimeout(kill, moment);
    else if (now === moment) kill();
    if (isDead && now === "asked") throw new Error("the engine is dead");
  };
  await ended;
  stack.cloud.watch = undefined;
  rendezvous.forget(key);
  return isDead;
}
