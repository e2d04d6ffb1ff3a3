import type { Context } from "mocha";
import { announce } from "./setup/announce";

/**
 * Runs something as one who is not root, who may read and open everything. Skips the test where the system knows no
 * user ids.
 */
export async function asNobody(test: Context, act: () => Promise<void>): Promise<void> {
  const { geteuid, seteuid } = process;
  if (geteuid === undefined || seteuid === undefined) {
    announce(`skipped, since ${process.platform} has no user ids: ${test.test?.title ?? ""}`);
    return test.skip();
  }
  const self = geteuid.call(process);
  if (self === 0) seteuid.call(process, 65_534);
  try {
    await act();
  } finally {
    if (self === 0) seteuid.call(process, self);
  }
}
