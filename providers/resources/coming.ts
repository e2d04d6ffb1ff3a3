import type { Engine } from "../docker/engine";

/** What is known of something that comes. */
interface Coming {
  /** Of a network: undefined where the engine chooses, or where they are not known yet. */
  readonly subnets?: readonly string[] | undefined;
}

/** What previews of this process have seen coming on an engine, by `network back`. */
const coming = new WeakMap<Engine, Map<string, Coming>>();

type Kind = "network" | "container";

/** Notes that a network or container will be there when what needs it is made. */
export function noteComing(engine: Engine, kind: Kind, name: string, what: Coming = {}): void {
  const known = coming.get(engine) ?? new Map<string, Coming>();
  coming.set(engine, known.set(`${kind} ${name}`, what));
}

/** Whether a preview has seen it coming. Those of another process may have, of which nothing is known here. */
export function isComing(engine: Engine, kind: Kind, name: string): boolean {
  return coming.get(engine)?.has(`${kind} ${name}`) === true;
}

/** The subnets that a network will have: none where nobody knows yet, undefined where it is as it is. */
export function comingSubnets(engine: Engine, network: string): readonly string[] | undefined {
  const found = coming.get(engine)?.get(`network ${network}`);
  return found && (found.subnets ?? []);
}
