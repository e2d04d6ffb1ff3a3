import { EngineError } from "../errors";
import { parseUrn, type Urn } from "../urn";
import type { PropertyMap } from "../values";
import type { Diagnostics } from "./context";
import type { HookType } from "./goal";
import type { HookedResource, HookRunner } from "./hooks";

type HookNames = Readonly<Record<string, readonly string[]>>;

/** What a hook is told of its resource, as far as its moment knows it. */
interface Moment {
  newInputs?: PropertyMap | undefined;
  oldInputs?: PropertyMap | undefined;
  newOutputs?: PropertyMap | undefined;
  oldOutputs?: PropertyMap | undefined;
}

interface Hooked {
  urn: Urn;
  id: string;
  resourceHooks: HookNames;
}

/** How often an operation is tried again because an error hook asked for it. */
const mostTries = 100;

/** Calls the hooks of resources at the moments they were registered for. */
export class HookCalls {
  constructor(
    private readonly hooks: HookRunner | undefined,
    private readonly preview: boolean,
    private readonly diagnostics: Diagnostics,
  ) {}

  /** A hook that fails before an operation stops it; one that fails after it only warns. */
  async run(type: Exclude<HookType, "OnError">, resource: Hooked, moment: Moment): Promise<void> {
    for (const name of resource.resourceHooks[type] ?? []) {
      const hook = this.hooks?.resourceHook(name);
      if (!hook) throw new EngineError(`hook "${name}" was not registered`);
      if (this.preview && !hook.onDryRun) continue;
      try {
        await hook.run(hooked(resource, moment));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (type.startsWith("Before")) throw new EngineError(`before hook "${name}" failed: ${reason}`);
        this.diagnostics.warning(`after hook "${name}" failed: ${reason}`, resource.urn);
      }
    }
  }

  /** Does something with a resource, again and again as long as its error hooks ask for that. */
  async withRetries<Result>(
    operation: "create" | "update" | "delete",
    resource: Hooked,
    moment: Moment,
    attempt: () => Promise<Result>,
    mayRetry: (error: unknown) => boolean,
  ): Promise<Result> {
    const names = resource.resourceHooks["OnError"] ?? [];
    for (let errors: string[] = []; ;) {
      try {
        return await attempt();
      } catch (error) {
        if (names.length === 0 || !mayRetry(error)) throw error;
        errors = [error instanceof Error ? error.message : String(error), ...errors];
        if (errors.length >= mostTries) {
          const most = `maximum number of error hook retries (${String(mostTries)}) reached`;
          this.diagnostics.warning(most, resource.urn);
          throw new EngineError("maximum number of error hook retries reached", { cause: error });
        }
        if (!(await this.#wantsRetry(names, operation, hooked(resource, moment), errors))) throw error;
        const count = `${String(errors.length)}/${String(mostTries)}`;
        this.diagnostics.warning(
          `retrying ${operation} due to on-error hook request (${count})`,
          resource.urn,
        );
      }
    }
  }

  async #wantsRetry(
    names: readonly string[],
    operation: "create" | "update" | "delete",
    resource: HookedResource,
    errors: string[],
  ): Promise<boolean> {
    let retry = false;
    for (const name of names) {
      const hook = this.hooks?.errorHook(name);
      if (!hook)
        throw new EngineError(`error hooks execution failed: error hook "${name}" was not registered`);
      try {
        retry = (await hook.run({ ...resource, operation, errors })) || retry;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new EngineError(`error hooks execution failed: error hook "${name}" failed: ${reason}`);
      }
    }
    return retry;
  }
}

function hooked(resource: Hooked, moment: Moment): HookedResource {
  const { name, type } = parseUrn(resource.urn);
  return { urn: resource.urn, id: resource.id, name, type, ...moment };
}
