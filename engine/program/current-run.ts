import type { SdkStore } from "./seam";

/** Where the SDK keeps each run's store; all copies of it in a process share this one. */
interface SdkGlobal {
  asyncLocalStorage?: { getStore(): SdkStore | undefined };
}

/** The store of the run that this code works for; undefined where it works for none. */
export function currentStore(): SdkStore | undefined {
  return (globalThis as SdkGlobal).asyncLocalStorage?.getStore();
}
