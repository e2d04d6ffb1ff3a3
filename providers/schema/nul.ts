import { type Path, type Value } from "../resources/bag";
import type { CheckFailure } from "../resources/lifecycle";

/** Texts with a NUL character: for the kernel and the engine they would end there. */
export function* nulFailures(value: Value, path: Path): Generator<CheckFailure> {
  if (typeof value === "string") {
    if (value.includes("\0")) yield { path, reason: "must not hold a NUL character" };
  } else if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly Value[]).entries())
      yield* nulFailures(item, [...path, index]);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (key.includes("\0"))
        yield { path: [...path, key], reason: "must not be named with a NUL character" };
      else yield* nulFailures(item, [...path, key]);
    }
  }
}
