import type { Rendezvous } from "../lab/rendezvous";
import { OurEngine } from "./our-engine";
import { RealEngine } from "./real-engine";
import type { Contestant } from "./sequence";

/** Who runs against whom: `real-real` shows that the comparison itself is quiet. */
export type Pair = "real-real" | "real-ours";

export async function contestants(
  pair: Pair,
  rendezvous: Rendezvous,
  key: string,
): Promise<[Contestant, Contestant]> {
  const second = pair === "real-real" ? RealEngine : OurEngine;
  return [await RealEngine.create(rendezvous, `${key}a`), await second.create(rendezvous, `${key}b`)];
}
