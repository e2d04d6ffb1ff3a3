import { createHook, type AsyncHook } from "node:async_hooks";
import { currentStore } from "./current-run";
import type { SdkStore } from "./seam";

/** A timer, socket, child process or worker: it knows whether it keeps the process alive. */
interface Handle {
  hasRef(): boolean;
  unref?(): void;
  /** Of timers: it has fired or was cleared. */
  readonly _destroyed?: boolean;
}

/** Of each run, its handles, and what Node calls their kinds. */
const runs = new Map<SdkStore, Map<Handle, string>>();
let hook: AsyncHook | undefined;

/** What keeps one run of a program going that no promise of it tells. */
export interface PendingWork {
  /**
   * Whether the run has a timer, a socket or anything else of its own that may still go on. Under Pulumi's CLI, too,
   * a program ends when nothing of the kind is left, not when its last line ran.
   */
  isPending(): boolean;
  /** What is left, as Node calls it: `TCPSERVERWRAP`, `Timeout`. */
  kinds(): readonly string[];
  /** What is left, of a program that was stopped or has failed, keeps the process alive no longer. */
  stopWatching(): void;
}

/** Watches what one run of a program opens. */
export function watchPendingWork(store: SdkStore): PendingWork {
  const handles = new Map<Handle, string>();
  runs.set(store, handles);
  hook ??= createHook({ init: notice });
  hook.enable();
  return {
    isPending() {
      for (const handle of handles.keys()) {
        if (isLeft(handle)) return true;
        if (handle._destroyed === true) handles.delete(handle);
      }
      return hasRequest();
    },
    kinds() {
      return [...handles].filter(([handle]) => isLeft(handle)).map(([, type]) => type);
    },
    stopWatching() {
      runs.delete(store);
      for (const handle of handles.keys()) if (handle._destroyed !== true) handle.unref?.();
      if (runs.size === 0) hook?.disable();
    },
  };
}

function isLeft(handle: Handle): boolean {
  return handle._destroyed !== true && handle.hasRef();
}

function notice(_asyncId: number, type: string, _triggerId: number, resource: object): void {
  if (type === "PROMISE" || type === "TickObject") return;
  if (typeof (resource as Partial<Handle>).hasRef !== "function") return;
  const store = currentStore();
  if (store !== undefined) runs.get(store)?.set(resource as Handle, type);
}

/** Requests to the system, such as the reading of a file, are short and nobody's in particular. */
function hasRequest(): boolean {
  return process
    .getActiveResourcesInfo()
    .some((type) => /Req(Wrap|Callback|Promise)?$|ConnectWrap$/.test(type));
}
