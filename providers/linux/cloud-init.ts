import { CommandError } from "../ssh/command-error";
import { CloudInitError } from "./errors";
import { type Machine, secondsLeft } from "./machine";

/**
 * Waits until a machine that boots for the first time has finished its own set-up, which installs packages too.
 * A set-up that failed is none of our business. Rejects with CloudInitError when the time is over.
 */
export async function waitForCloudInit(machine: Machine): Promise<void> {
  // Without systemd nothing ever starts cloud-init, and waiting for it would never end.
  if (!machine.facts.hasCloudInit || machine.facts.init !== "systemd") return;
  machine.progress("waiting for cloud-init to finish");
  try {
    await machine.remote.run(["cloud-init", "status", "--wait"], {
      sudo: true,
      signal: machine.signal,
      timeoutSeconds: secondsLeft(machine),
      allowFailure: true,
    });
  } catch (error) {
    if (!(error instanceof CommandError && error.timedOut)) throw error;
    throw new CloudInitError(
      `cloud-init on ${machine.remote.name} was still running when installTimeoutSeconds was over. ` +
        "See /var/log/cloud-init-output.log there, or allow more time.",
      { property: "installTimeoutSeconds", cause: error },
    );
  }
}
