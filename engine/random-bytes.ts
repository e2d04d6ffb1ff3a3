import { randomBytes as draw } from "node:crypto";

/** Drawn at once: a call into the system costs more than what it brings, and a stack takes hundreds. */
const poolBytes = 4096;
let pool = Buffer.alloc(0);

/** Bytes that nobody can foretell, none of which is given twice. */
export function randomBytes(count: number): Buffer {
  if (count > pool.length) pool = draw(Math.max(poolBytes, count));
  const drawn = pool.subarray(0, count);
  pool = pool.subarray(count);
  return drawn;
}
