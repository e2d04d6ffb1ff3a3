import type { Engine } from "../../providers/docker/engine";

/** Stands for the death of the process: nothing that comes after it reaches the engine. */
export class Killed extends Error {
  override readonly name = "Killed";
}

const READS = new Set([
  "list",
  "inspect",
  "info",
  "version",
  "ping",
  "diskUsage",
  "lastLogLines",
  "wait",
  "events",
]);

/** An engine whose caller dies after so many calls that change something. */
export interface FaultyEngine {
  readonly engine: Engine;
  /** Whether that many calls were made. */
  isDead(): boolean;
}

export function killedAfter(engine: Engine, changes: number): FaultyEngine {
  let left = changes;
  let dead = false;
  const guard = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, key) {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== "function") return member;
        const call = member.bind(target) as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          if (dead) throw new Killed("dead");
          if (READS.has(String(key))) return call(...args);
          return Promise.resolve(call(...args)).then((answer) => {
            left -= 1;
            if (left > 0) return answer;
            dead = true;
            throw new Killed("dead");
          });
        };
      },
    });
  return {
    engine: {
      ...engine,
      containers: guard(engine.containers),
      networks: guard(engine.networks),
      volumes: guard(engine.volumes),
    },
    isDead: () => dead,
  };
}
