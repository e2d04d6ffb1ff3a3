import type { EngineAccess, InProcessPlugin, InProcessProvider } from "../../engine/plugins/in-process";
import type * as Provider from "../../providers/in-process";
import type { ProviderPlan } from "../plan";

/** Hears in a preview what the update of a resource would do. */
export type OnPlanned = (urn: string, plan: ProviderPlan) => void;

/** Loaded when a stack has its first resource of Moorage's: SSH and the engine's API take a while. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- import() of a CommonJS module waits for a loader that nothing else here needs
const provider = () => require("../../providers/in-process") as typeof Provider;

/** Moorage's own provider, in this process; its lines go among the operation's events, as a plugin's do. */
export function ownProvider(environment: NodeJS.ProcessEnv, onPlanned?: OnPlanned): InProcessPlugin {
  return (engine: EngineAccess): InProcessProvider =>
    provider().openInProcess(
      environment,
      ({ severity, message, urn, ephemeral }) => {
        // As of a plugin: nobody reads them.
        if (severity === "debug") return;
        engine.log({ severity, message, urn: urn === "" ? undefined : urn, ephemeral });
      },
      onPlanned,
    );
}

/** What the removal of a resource of Moorage's comes to. */
export const planRemoval: typeof Provider.planRemoval = (removal) => provider().planRemoval(removal);
