import type { ProviderFunction } from "./lifecycle";
import { orphans } from "./orphans";

/** Every function, by its name. */
export const functions: Readonly<Record<string, ProviderFunction>> = { orphans };
