import type { Lifecycle } from "../../../providers/resources/lifecycle";

/** A lifecycle that fails whatever it is asked, but for the given operations. */
export function fakeLifecycle(operations: Partial<Lifecycle> = {}): Lifecycle {
  const unasked = (operation: string) => (): never => {
    throw new Error(`the test did not expect ${operation}`);
  };
  return {
    check: (_context, { news }) => Promise.resolve({ inputs: news, failures: [] }),
    diff: unasked("diff"),
    read: unasked("read"),
    apply: unasked("apply"),
    remove: unasked("remove"),
    ...operations,
  };
}
