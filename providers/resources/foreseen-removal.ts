import type { ProviderStep } from "../../sdk/plan";
import type { Foreseen } from "./foreseen";

/** What is known of a resource that is to be removed: its inputs and its state, secrets masked. */
export interface Removal {
  /** The resource's noun: `Volume`. */
  readonly noun: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly cause: string;
}

/**
 * What the removal of a resource comes to. Pulumi's protocol has no preview of it, so no host is asked: what is told
 * follows from the state.
 */
export function foreseeRemoval({ noun, inputs, cause }: Removal): Foreseen {
  const name = typeof inputs["name"] === "string" ? inputs["name"] : "it";
  const remove: ProviderStep = { kind: "remove", text: `remove ${noun.toLowerCase()} ${name}`, cause };
  switch (noun) {
    case "Container": {
      const stop: ProviderStep = { kind: "stop", text: `stop ${name}`, cause };
      const stopSeconds = Number(inputs["stopTimeoutSeconds"] ?? 10);
      const downtime = { order: "gone", stopSeconds, readySeconds: 0, cause } as const;
      const removed = { ...remove, text: `remove ${name} and its anonymous volumes` };
      return { steps: [stop, removed], downtime };
    }
    case "Volume": {
      const dataIsDestroyed = inputs["forceDestroy"] === true;
      return { steps: [remove], volumesAtRisk: [{ name, action: "removed", dataIsDestroyed, cause }] };
    }
    case "Image":
      return inputs["keepOnDelete"] === true ? {} : { steps: [remove] };
    case "Host": {
      const giveBack = { kind: "mark", text: "take the identity off the machine", cause };
      const purge = { kind: "remove", text: "remove the Docker engine", cause };
      return { steps: [...(inputs["removeEngineOnDelete"] === true ? [purge] : []), giveBack] };
    }
    case "Network":
    case "Sandbox":
      return { steps: [remove] };
    default:
      return {};
  }
}
