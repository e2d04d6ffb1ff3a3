import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { InvalidRequestError } from "./errors";
import type { Monitor } from "./monitor";

/**
 * Serves SignalAndWaitForShutdown: the program asks for nothing more, and stays there for its hooks until all is done.
 *
 * @throws InvalidRequestError if the stack's outputs never came: the SDK tells them when the program's main part ends
 */
export async function signalAndWaitForShutdown(monitor: Monitor): Promise<Empty> {
  if (!monitor.hasStackOutputs) {
    monitor.hasStalled = true;
    throw new InvalidRequestError("the program still waits for a promise that never resolves");
  }
  monitor.end();
  await monitor.released;
  return new Empty();
}
