import { capture, run } from "../setup/command";
import { TEST_LABEL } from "./engine-cli";
import { removeLeftoverHosts } from "./leftovers";

/**
 * The options of `docker run` for a host that this machine reaches at an address of its own, on all its ports. Works
 * where the engine's networks are this machine's, so on Linux.
 * @param address an IPv4 address whose neighbours are nobody's, e.g. one of those kept for documentation
 */
export async function ownAddress(address: string): Promise<string[]> {
  const network = networkOf(address);
  // The host of a run that was killed would still have the address.
  await removeLeftoverHosts();
  if ((await capture(["docker", "network", "inspect", network])).code !== 0) {
    const subnet = `--subnet=${address}/29`;
    await run(["docker", "network", "create", "--label", TEST_LABEL, subnet, network]);
  }
  return [`--network=${network}`, `--ip=${address}`];
}

/** Gives the address back; no complaint if somebody else uses the network. */
export async function removeOwnAddress(address: string): Promise<void> {
  await capture(["docker", "network", "rm", networkOf(address)]);
}

function networkOf(address: string): string {
  return `moorage-test-${address}`;
}
