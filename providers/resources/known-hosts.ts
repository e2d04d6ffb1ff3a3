import type { HostLink } from "../../sdk/link";
import { HOST_ID_FILE } from "../linux/paths";
import { ClonedHostError } from "./host-errors";
import { importIdOf } from "./import-id";
import type { HostAddress, Urn } from "./lifecycle";

interface Known {
  readonly link: HostLink;
  readonly owner: Urn;
}

/** The machines that Host resources of this process were seen to have. */
export class KnownHosts {
  readonly #byHostId = new Map<string, Known>();
  readonly #applied = new Set<string>();

  /** Throws ClonedHostError where another Host has the same identity at another address. */
  adopt(link: HostLink, owner: Urn, how: "read" | "applied"): void {
    const other = this.#byHostId.get(link.hostId);
    if (other !== undefined && other.owner.text !== owner.text && !isSamePlace(other.link, link)) {
      throw new ClonedHostError(
        `${owner.name} (${importIdOf(link)}) has the same identity as ${other.owner.name} (${importIdOf(other.link)}): ` +
          `one machine was copied from the other. Remove ${HOST_ID_FILE} on the copy and run again.`,
      );
    }
    this.#byHostId.set(link.hostId, { link, owner });
    if (how === "applied") this.#applied.add(link.hostId);
  }

  isTaken(link: HostLink): boolean {
    return this.#applied.has(link.hostId) || this.successor(link) !== undefined;
  }

  /** The newest way to a machine. */
  link(hostId: string): HostLink | undefined {
    return this.#byHostId.get(hostId)?.link;
  }

  /** The machine that a Host resource has where this link leads, if it is another one than the link says. */
  successor(link: HostLink): HostLink | undefined {
    if (this.#byHostId.has(link.hostId)) return undefined;
    return this.at(link);
  }

  /** The machine that a Host resource has at a place. */
  at(place: HostAddress): HostLink | undefined {
    return [...this.#byHostId.values()].find((known) => isSamePlace(known.link, place))?.link;
  }

  /** What messages call a machine: its resource's name. */
  label(hostId: string): string | undefined {
    return this.#byHostId.get(hostId)?.owner.name;
  }
}

function isSamePlace(one: HostAddress, other: HostAddress): boolean {
  if (one.local === true || other.local === true)
    return one.local === other.local && one.socketPath === other.socketPath;
  return one.address === other.address && (one.port ?? 22) === (other.port ?? 22);
}
