import type { Lifecycle } from "./lifecycle";
import { applySandbox } from "./sandbox/apply";
import { checkSandbox } from "./sandbox/check";
import { diffSandbox } from "./sandbox/diff";
import { readSandbox } from "./sandbox/read";
import { removeSandbox } from "./sandbox/remove";

/** The life of a Sandbox: a container of the local engine. Its id is the engine's identity and the container's name. */
export const sandbox: Lifecycle = {
  check: (context, request) => Promise.resolve(checkSandbox(context.urn, request)),
  diff: (_context, request) => diffSandbox(request),
  read: readSandbox,
  apply: applySandbox,
  remove: removeSandbox,
};
