import type { Engine } from "../docker/engine";

/** What previews of this process have seen coming on an engine, as `network back`. */
const coming = new WeakMap<Engine, Set<string>>();

type Kind = "network" | "container";

/** Notes that a network or container will be there when what needs it is made. */
export function noteComing(engine: Engine, kind: Kind, name: string): void {
  const known = coming.get(engine) ?? new Set<string>();
  coming.set(engine, known.add(`${kind} ${name}`));
}

/** Whether a preview has seen it coming. Those of another process may have, of which nothing is known here. */
export function isComing(engine: Engine, kind: Kind, name: string): boolean {
  return coming.get(engine)?.has(`${kind} ${name}`) === true;
}
