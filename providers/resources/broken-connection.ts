import { UserError } from "../errors";
import { ConnectionLostError } from "../ssh/errors";
import { HostUnreachableError } from "./host-errors";
import { type Context, PartialError } from "./lifecycle";

/**
 * Changes something on a host; where the connection breaks on the way, does it once more on a new one, from what is
 * there then. A change broken off in its middle may have left nothing that serves.
 */
export async function despiteBrokenConnection<T>(context: Context, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (!isBrokenConnection(error) || context.signal.aborted) throw error;
    context.progress("the connection broke; going on from what is there");
    try {
      return await change();
    } catch (second) {
      throw finalError(error, second);
    }
  }
}

function isBrokenConnection(error: unknown): boolean {
  if (error instanceof ConnectionLostError) return true;
  return error instanceof Error && isBrokenConnection(error.cause);
}

/** What the first try has touched is not forgotten when the second fails before it touches anything. */
function finalError(first: unknown, second: unknown): unknown {
  // The first says what it was broken off at.
  if (second instanceof HostUnreachableError) return first;
  const isForgotten = first instanceof PartialError && !(second instanceof PartialError);
  if (!isForgotten || !(second instanceof UserError)) return second;
  return new PartialError(second, { id: first.id, inputs: first.inputs, state: first.state });
}
