import { CancelledError } from "../errors";
import { connectionToError } from "./errors";
import { parseJsonLines } from "./json-lines";
import type { EngineCall, Transport } from "./transport";

/** The entries of an answer that tells its progress, and its failure, in the body of a 200. */
export async function* readEntries<T>(transport: Transport, call: EngineCall): AsyncGenerator<T> {
  const answer = await transport.stream(call);
  try {
    yield* parseJsonLines<T>(answer);
  } catch (error) {
    if (call.signal?.aborted === true) {
      throw new CancelledError(`Canceled: ${call.action} on ${transport.host}.`, { cause: error });
    }
    throw connectionToError(error, transport.host);
  }
}
