import type { ContainerSummaryJson } from "../../docker/container-json";
import { type Port, portsClash, type SinglePort, singlePorts } from "./options/ports";
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
  return singlePorts(ports).flatMap((port) => {
    const holder = others.find((other) => heldBy(other).some((held) => portsClash(port, held)));
    if (holder === undefined || port.host === undefined) return [];
    return [{ index: port.index, host: port.host.first, holder, holderName: nameOf(holder) }];
  });
}

function heldBy(container: ContainerSummaryJson): readonly SinglePort[] {
  return container.Ports.flatMap(({ IP = "", PrivatePort, PublicPort, Type }) =>
    PublicPort === undefined
      ? []
      : [
          {
            container: PrivatePort,
            host: { first: PublicPort, last: PublicPort },
            protocol: Type,
            address: IP,
            index: 0,
          },
        ],
  );
}
