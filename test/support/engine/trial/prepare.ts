import type { Cloud } from "../lab/cloud";
import type { Bag } from "../lab/wire";
import type { Drift, Operation } from "./sequence";

/** Prepares the cloud for an operation: what is to fail in it, and what has changed since the last. */
export function prepare(cloud: Cloud, { faults, drift }: Operation): void {
  cloud.faults = faults;
  for (const { id, change } of drift) {
    cloud.drift(id, change === "gone" ? undefined : (now) => changed(now, change));
  }
}

function changed(now: Bag, { property, to }: Exclude<Drift["change"], "gone">): Bag {
  if (to !== undefined) return { ...now, [property]: to };
  return Object.fromEntries(Object.entries(now).filter(([name]) => name !== property));
}

/** An object that nobody's program made, to be imported or read: `found-1` and so on, one of each kind. */
export function plantObjects(cloud: Cloud): void {
  for (const type of ["Plain", "Padded", "Secretive"]) {
    for (const number of [1, 2]) {
      const id = `found-${type}-${number}`;
      const inputs = { value: "found", ...(type === "Padded" ? { size: 3 } : {}) };
      const token = type === "Secretive" ? { token: `token of ${id}` } : {};
      cloud.objects.set(id, {
        type,
        inputs,
        properties: { ...inputs, ...token, serial: `serial of ${id}`, revision: 1 },
      });
    }
  }
}
