import { Failure } from "../failure";
import type { Inventory, InventoryContainer, InventoryHost } from "./inventory";
import { nearest } from "../text/nearest";

/** The hosts that are meant, all where none is named. @throws Failure for a name that no host has */
export function findHosts({ hosts }: Inventory, name: string | undefined): readonly InventoryHost[] {
  if (name === undefined) return hosts;
  const found = hosts.filter((host) => host.name === name);
  if (found.length > 0) return found;
  throw new Failure(
    `there is no host ${name} in the stack${nearest(
      name,
      hosts.map((host) => host.name),
    )}`,
  );
}

/**
 * The containers that are meant, by the resource's name or the container's own; all where none is named.
 * @throws Failure for a name that no container has
 */
export function findContainers(
  inventory: Inventory,
  names: readonly string[],
  hostName: string | undefined,
): readonly InventoryContainer[] {
  const hosts = findHosts(inventory, hostName);
  const candidates = inventory.containers.filter(({ host }) => hosts.includes(host));
  const found = new Set(
    names.flatMap((name) => {
      const those = candidates.filter((each) => each.name === name || each.container === name);
      if (those.length > 0) return those;
      const where = hostName === undefined ? "in the stack" : `on ${hostName}`;
      const known = new Set(candidates.map((each) => each.name));
      throw new Failure(`there is no container ${name} ${where}${nearest(name, [...known])}`);
    }),
  );
  return names.length === 0 ? candidates : candidates.filter((each) => found.has(each));
}

/** The one container that is meant. @throws Failure where several have the name */
export function findContainer(
  inventory: Inventory,
  name: string,
  hostName: string | undefined,
): InventoryContainer {
  const [only, ...others] = findContainers(inventory, [name], hostName);
  if (only !== undefined && others.length === 0) return only;
  const places = [only, ...others].map((each) => `${each?.container ?? ""} on ${each?.host.name ?? ""}`);
  throw new Failure(
    `${name} is several containers: ${places.join(", ")}. Say which by its own name or by --host`,
  );
}
