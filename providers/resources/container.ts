import { despiteBrokenConnection } from "./broken-connection";
import { applyContainer } from "./container/apply";
import { checkContainer } from "./container/check";
import { diffContainer } from "./container/diff";
import { readContainer } from "./container/read";
import { removeContainer } from "./container/remove";
import type { Lifecycle } from "./lifecycle";

/** The life of a Container. */
export const container: Lifecycle = {
  check: (context, request) => Promise.resolve(checkContainer(context.urn, request)),
  diff: (_context, request) => diffContainer(request),
  read: readContainer,
  apply: (context, request) => despiteBrokenConnection(context, () => applyContainer(context, request)),
  remove: removeContainer,
};
