import { setTimeout as delay } from "node:timers/promises";
import type { Engine } from "../../docker/engine";
import { EngineRequestError } from "../../docker/errors";
import type { DiskUsageJson } from "../../docker/system";
import type { VolumeInspectJson } from "../../docker/volumes";
import { UserError } from "../../errors";
import type { HostSession } from "../lifecycle";

/** A volume would be destroyed with what lies in it. */
export class VolumeNotEmptyError extends UserError {
  override readonly name = "VolumeNotEmptyError";
}

/** A container uses a volume that has to go. */
export class VolumeInUseError extends UserError {
  override readonly name = "VolumeInUseError";
}

const LONGEST_WAIT_MILLISECONDS = 60_000;
const PAUSE_MILLISECONDS = 200;

/** Asks how full the volumes are. An engine measures for one at a time only, and turns the others away. */
async function measure({ system }: Engine, signal: AbortSignal): Promise<DiskUsageJson> {
  const begun = performance.now();
  for (;;) {
    try {
      return await system.diskUsage(signal);
    } catch (error) {
      const isBusy = error instanceof EngineRequestError && /already running/.test(error.reason);
      if (!isBusy || performance.now() - begun > LONGEST_WAIT_MILLISECONDS) throw error;
      await delay(PAUSE_MILLISECONDS);
    }
  }
}

/** Whether anything lies in a volume. Where that cannot be found out, something does. */
export async function hasContent(
  session: HostSession,
  volume: VolumeInspectJson,
  signal: AbortSignal,
): Promise<boolean> {
  const { remote, engine } = session;
  // What a volume mounts from elsewhere stays there.
  if (volume.Options?.["device"] !== undefined) return false;
  if (remote !== undefined && volume.Driver === "local") {
    const command = ["find", volume.Mountpoint, "-mindepth", "1", "-print", "-quit"] as const;
    const { stdout, exitCode } = await remote.run(command, { sudo: true, allowFailure: true, signal });
    return exitCode !== 0 || stdout !== "";
  }
  const { Volumes } = await measure(engine, signal);
  return Volumes?.find(({ Name }) => Name === volume.Name)?.UsageData?.Size !== 0;
}
