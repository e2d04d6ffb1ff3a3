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
  const { Volumes } = await engine.system.diskUsage(signal);
  return Volumes?.find(({ Name }) => Name === volume.Name)?.UsageData?.Size !== 0;
}
