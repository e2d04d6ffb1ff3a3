import type * as applying from "./host/apply";
import { checkHost } from "./host/check";
import { diffHost } from "./host/diff";
import { readHost } from "./host/read";
import type * as removing from "./host/remove";
import type { Lifecycle } from "./lifecycle";

/* eslint-disable @typescript-eslint/no-require-imports -- `import()` would have every reader of this wait */
// Most often nothing changes, and these know how engines are installed.
const changes = {
  apply: () => (require("./host/apply") as typeof applying).applyHost,
  remove: () => (require("./host/remove") as typeof removing).removeHost,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** A Linux machine with an engine, or the engine of this machine. Its id is its identity, `hostId`. */
export const host: Lifecycle = {
  check: (context, request) => Promise.resolve(checkHost(context, request)),
  diff: (_context, request) => diffHost(request),
  read: readHost,
  apply: (context, request) => changes.apply()(context, request),
  remove: (context, request) => changes.remove()(context, request),
};
