import type { ProviderPlan } from "../sdk/plan";
import type { LogLine } from "./grpc/engine-log";
import { localProvider, type LocalProvider } from "./grpc/in-process";
import type { SessionOptions } from "./grpc/session";
import { completePlan } from "./resources/foreseen";
import { foreseeRemoval, type Removal } from "./resources/foreseen-removal";
import { sessionOptions } from "./session-options";

/** The provider for an engine in the same process: the same handlers as the plugin's, without a server. */
export function openInProcess(
  environment: Readonly<Record<string, string | undefined>>,
  tell: (line: LogLine) => void,
  onPlanned?: SessionOptions["onPlanned"],
): LocalProvider {
  return localProvider({ ...sessionOptions(environment), onPlanned }, tell);
}

/** What the removal of a resource of Moorage's comes to, by its state: Pulumi's protocol has no preview of it. */
export function planRemoval(removal: Removal): ProviderPlan {
  return completePlan(foreseeRemoval(removal), (text) => text);
}
