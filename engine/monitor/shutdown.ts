import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Monitor } from "./monitor";

/**
 * Serves SignalAndWaitForShutdown: the program asks for nothing more, and stays there for its hooks until all is done.
 */
export async function signalAndWaitForShutdown(monitor: Monitor): Promise<Empty> {
  monitor.end();
  await monitor.released;
  return new Empty();
}
