import type { ContainerSummaryJson } from "../../docker/container-json";
import { type Port, portsClash } from "./options/ports";
import { nameOf } from "./slots";

/** A published port that another container has. */
export interface PortConflict {
  /** Its place in `ports`. */
  readonly index: number;
  readonly host: number;
  readonly holder: ContainerSummaryJson;
  readonly holderName: string;
}

/** Ports that containers other than `own` (ids) hold at this moment. */
export function portConflicts(
  ports: readonly Port[],
  containers: readonly ContainerSummaryJson[],
  own: ReadonlySet<string>,
): readonly PortConflict[] {
  const others = containers.filter(({ Id }) => !own.has(Id));
  return ports.flatMap((port, index) => {
    const holder = others.find((other) => heldBy(other).some((held) => portsClash(port, held)));
    if (holder === undefined || port.host === undefined) return [];
    return [{ index, host: port.host, holder, holderName: nameOf(holder) }];
  });
}

function heldBy(container: ContainerSummaryJson): readonly Port[] {
  return container.Ports.flatMap(({ IP = "", PrivatePort, PublicPort, Type }) =>
    PublicPort === undefined
      ? []
      : [{ container: PrivatePort, host: PublicPort, protocol: Type as "tcp", address: IP }],
  );
}
