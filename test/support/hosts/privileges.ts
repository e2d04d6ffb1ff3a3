import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";

/** Bit 24 of a capability set. */
const CAP_SYS_RESOURCE = 1n << 24n;

/**
 * The options of `docker run` that let a container be a host of its own, with an init system and an engine.
 *
 * That is `--privileged`, but for machines on which no process has CAP_SYS_RESOURCE: there it fails, as it wants
 * every capability, and all that it stands for is asked for one by one.
 */
export async function hostPrivileges(): Promise<string[]> {
  if (await machineHasAllCapabilities()) return ["--privileged"];
  return [
    "--cap-add=ALL",
    "--cap-drop=SYS_RESOURCE",
    "--security-opt=seccomp=unconfined",
    "--security-opt=apparmor=unconfined",
    "--security-opt=systempaths=unconfined",
    "--device-cgroup-rule=a *:* rwm",
  ];
}

async function machineHasAllCapabilities(): Promise<boolean> {
  if (!existsSync("/proc/self/status")) return true;
  const bounding = /^CapBnd:\s*([0-9a-f]+)/m.exec(await readFile("/proc/self/status", "utf8"))?.[1];
  return bounding === undefined || (BigInt(`0x${bounding}`) & CAP_SYS_RESOURCE) !== 0n;
}
