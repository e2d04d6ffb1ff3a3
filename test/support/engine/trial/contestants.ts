import type { Rendezvous } from "../lab/rendezvous";
import { RealEngine } from "./real-engine";
import type { Contestant } from "./sequence";

/** Who runs against whom: `real-real` shows that the comparison itself is quiet. */
export type Pair = "real-real" | "real-ours";

export async function contestants(
  _pair: Pair,
  rendezvous: Rendezvous,
  key: string,
): Promise<[Contestant, Contestant]> {
  return [await RealEngine.create(rendezvous, `${key}a`), await RealEngine.create(rendezvous, `${key}b`)];
}
