import type { Urn } from "../urn";
import type { PropertyMap } from "../values";

/** Runs what the program registered as resource hooks. */
export interface HookRunner {
  /** The hook of this name, if the program registered one. */
  resourceHook(name: string): ResourceHook | undefined;
  errorHook(name: string): ErrorHook | undefined;
}

export interface ResourceHook {
  /** Whether it also runs in previews. */
  onDryRun: boolean;
  /** Rejects where the hook fails. */
  run(resource: HookedResource): Promise<void>;
}

export interface ErrorHook {
  /** Resolves to whether to try again. */
  run(
    resource: HookedResource & { operation: "create" | "update" | "delete"; errors: string[] },
  ): Promise<boolean>;
}

export interface HookedResource {
  urn: Urn;
  id: string;
  name: string;
  type: string;
  newInputs?: PropertyMap | undefined;
  oldInputs?: PropertyMap | undefined;
  newOutputs?: PropertyMap | undefined;
  oldOutputs?: PropertyMap | undefined;
}
