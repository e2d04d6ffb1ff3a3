import { applyHost } from "./host/apply";
import { checkHost } from "./host/check";
import { diffHost } from "./host/diff";
import { readHost } from "./host/read";
import { removeHost } from "./host/remove";
import type { Lifecycle } from "./lifecycle";

/** A Linux machine with an engine, or the engine of this machine. Its id is its identity, `hostId`. */
export const host: Lifecycle = {
  check: (context, request) => Promise.resolve(checkHost(context, request)),
  diff: (_context, request) => diffHost(request),
  read: readHost,
  apply: applyHost,
  remove: removeHost,
};
