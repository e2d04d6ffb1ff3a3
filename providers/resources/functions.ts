import type { ProviderFunction } from "./lifecycle";
import type * as listing from "./orphans";

/** Every function, by its name; loaded when it is first asked for. */
export const functions: Readonly<Record<string, ProviderFunction>> = {
  get orphans() {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` would have every reader of this wait
    return (require("./orphans") as typeof listing).orphans;
  },
};
