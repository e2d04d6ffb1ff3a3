import assert from "node:assert/strict";
import { SwapFailedError } from "../../providers/apply/container/errors";
import { PartialError } from "../../providers/resources/lifecycle";

/** Why a swap failed, whose old container serves. */
export async function swapFailure(running: Promise<unknown>): Promise<SwapFailedError> {
  const error = await failureOf(running);
  assert(error instanceof SwapFailedError, String(error));
  return error;
}

/** Why a change failed, after something was touched. */
export async function failureOf(running: Promise<unknown>): Promise<unknown> {
  const error: unknown = await running.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert(error instanceof PartialError, String(error));
  return error.cause;
}
