import { despiteBrokenConnection } from "./broken-connection";
import type * as applying from "./container/apply";
import { checkContainer } from "./container/check";
import { diffContainer } from "./container/diff";
import { readContainer } from "./container/read";
import type * as removing from "./container/remove";
import type { Lifecycle } from "./lifecycle";

/* eslint-disable @typescript-eslint/no-require-imports -- `import()` would have every reader of this wait */
// Most often nothing changes, and these are a good half of it.
const changes = {
  apply: () => (require("./container/apply") as typeof applying).applyContainer,
  remove: () => (require("./container/remove") as typeof removing).removeContainer,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** The life of a Container. */
export const container: Lifecycle = {
  check: (context, request) => Promise.resolve(checkContainer(context.urn, request)),
  diff: (_context, request) => diffContainer(request),
  read: readContainer,
  apply: (context, request) => despiteBrokenConnection(context, () => changes.apply()(context, request)),
  remove: (context, request) => changes.remove()(context, request),
};
