import type { LogLine } from "./grpc/engine-log";
import { localProvider, type LocalProvider } from "./grpc/in-process";
import { sessionOptions } from "./session-options";

/** The provider for an engine in the same process: the same handlers as the plugin's, without a server. */
export function openInProcess(
  environment: Readonly<Record<string, string | undefined>>,
  tell: (line: LogLine) => void,
): LocalProvider {
  return localProvider(sessionOptions(environment), tell);
}
