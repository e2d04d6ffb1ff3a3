import type { ContainerSummaryJson } from "../../providers/docker/container-json";
import type { InventoryContainer } from "./inventory";

/** A container as `ps --json` tells it. What is not known is left out. */
export interface PsRow {
  /** The resource's name. */
  readonly name: string;
  /** What the engine calls it. */
  readonly container: string;
  readonly host: string;
  /** The engine's word; `gone` where there is none, `unknown` where the host does not answer. */
  readonly state: ContainerSummaryJson["State"] | "gone" | "unknown";
  /** The engine's words: `Up 3 minutes`, `Exited (1) 2 hours ago`. */
  readonly status?: string;
  readonly health?: "starting" | "healthy" | "unhealthy";
  readonly image?: string;
  /** When it was made, in seconds since 1970. */
  readonly created?: number;
  /** Published ones as `127.0.0.1:8080->80/tcp`, others as `80/tcp`. */
  readonly ports?: readonly string[];
  /** What it wrote beside its image. */
  readonly writableBytes?: number;
  /** That and its image. */
  readonly virtualBytes?: number;
}

/** A container that is there. */
export function foundRow(container: InventoryContainer, found: ContainerSummaryJson): PsRow {
  const { State, Status, Image, Created, SizeRw, SizeRootFs } = found;
  const health = healthIn(Status);
  return {
    ...identity(container),
    state: State,
    status: Status.replace(/ \((health: starting|healthy|unhealthy)\)$/, ""),
    ...(health === undefined ? {} : { health }),
    image: Image,
    created: Created,
    ports: portsOf(found),
    ...(SizeRootFs === undefined ? {} : { writableBytes: SizeRw ?? 0, virtualBytes: SizeRootFs }),
  };
}

/** A container that its host does not have. */
export function goneRow(container: InventoryContainer): PsRow {
  return { ...identity(container), state: "gone" };
}

/** A container whose host does not answer. */
export function silentRow(container: InventoryContainer): PsRow {
  return { ...identity(container), state: "unknown" };
}

function identity({ name, container, host }: InventoryContainer): Pick<PsRow, "name" | "container" | "host"> {
  return { name, container, host: host.name };
}

/** Only the newest engines tell it by itself. */
function healthIn(status: string): PsRow["health"] {
  const word = /\((?:health: )?(starting|healthy|unhealthy)\)$/.exec(status)?.[1];
  return word as PsRow["health"];
}

/** Each once: an engine lists a port that is open to IPv4 and IPv6 twice. */
function portsOf({ Ports }: ContainerSummaryJson): string[] {
  const sorted = [...Ports].sort((left, right) => left.PrivatePort - right.PrivatePort);
  const texts = sorted.map(({ IP = "", PrivatePort, PublicPort, Type }) => {
    const inside = `${PrivatePort}/${Type}`;
    if (PublicPort === undefined) return inside;
    const address = ["", "0.0.0.0", "::"].includes(IP) ? "" : `${IP.includes(":") ? `[${IP}]` : IP}:`;
    return `${address}${PublicPort}->${inside}`;
  });
  return [...new Set(texts)];
}
