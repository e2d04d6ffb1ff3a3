import { shell } from "../ssh/command";
import { waitForCloudInit } from "./cloud-init";
import { requireDiskSpace } from "./disk-space";
import { distributionOf } from "./distros/index";
import type { Machine } from "./machine";
import { STATE_DIRECTORY, UNFINISHED_INSTALL_FILE } from "./paths";

/** Installs the engine from the distribution's packages. After an interruption anywhere, another call finishes it. */
export async function installEngine(machine: Machine): Promise<void> {
  const { packageManager, enginePackages } = distributionOf(machine.facts.os, machine.remote.name);
  await waitForCloudInit(machine);
  await packageManager.waitUntilFree(machine);
  await requireInstallable(machine);
  await markUnfinished(machine);
  await packageManager.repair(machine);
  await packageManager.install(machine, enginePackages(machine.facts.os));
  await clearUnfinished(machine);
}

/**
 * Finds out without touching anything whether the engine can be installed: rejects with UnsupportedDistributionError
 * or DiskSpaceError where it cannot.
 */
export async function requireInstallable(machine: Machine): Promise<void> {
  const { spaceMebibytes } = distributionOf(machine.facts.os, machine.remote.name);
  // What an interrupted installation has written already needs no room again.
  if (!machine.facts.hasUnfinishedInstall) await requireDiskSpace(machine, spaceMebibytes);
}

/** Removes the engine's packages; its settings, images, containers and volumes stay on the disk. */
export async function removeEngine(machine: Machine): Promise<void> {
  const { packageManager, enginePackages } = distributionOf(machine.facts.os, machine.remote.name);
  await packageManager.waitUntilFree(machine);
  // The other packages are of use to others as well.
  await packageManager.remove(
    machine,
    enginePackages(machine.facts.os).filter((name) => name.startsWith("docker")),
  );
}

// dockerd is there long before all of the packages are: its presence alone cannot tell a finished installation.
async function markUnfinished(machine: Machine): Promise<void> {
  const script = `umask 022 && mkdir -p ${STATE_DIRECTORY} && : >${UNFINISHED_INSTALL_FILE}`;
  await machine.remote.run(shell(script, "noting that an installation begins"), {
    sudo: true,
    signal: machine.signal,
  });
}

async function clearUnfinished(machine: Machine): Promise<void> {
  await machine.remote.run(["rm", "-f", UNFINISHED_INSTALL_FILE], { sudo: true, signal: machine.signal });
}
