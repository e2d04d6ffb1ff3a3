import { isDeepStrictEqual } from "node:util";
import { UserError } from "../../../providers/errors";
import { UNKNOWN, hasUnknown, type Bag, type Value } from "../../../providers/resources/bag";
import {
  PartialError,
  type ApplyResult,
  type Context,
  type Lifecycle,
} from "../../../providers/resources/lifecycle";
import type { Objects } from "./objects";

/**
 * A noun without a host: its objects are files. A container whose `command` is `["fail"]` is left half made, one with
 * `["refuse"]` is refused before anything is touched, one with `["hang"]` waits
 * until it is cancelled, with `<name>-begun` to tell that it does, and one with `["crash"]` breaks the plugin.
 */
export function fileLifecycle(objects: Objects): Lifecycle {
  return {
    check: (_context, { news }) => Promise.resolve({ inputs: news, failures: [] }),
    diff: (_context, { oldInputs, oldState, news }) => {
      const names = new Set([...Object.keys(oldInputs.values), ...Object.keys(news.values)]);
      const differences = [...names].flatMap((name) => {
        const isInput = !isDeepStrictEqual(oldInputs.values[name], news.values[name]);
        const isDrift =
          name in oldState.values && !isDeepStrictEqual(oldState.values[name], news.values[name]);
        if (!isInput && !isDrift) return [];
        return [{ path: [name], kind: "update" as const, replaces: name === "name" && isInput, isInput }];
      });
      return { differences, deleteBeforeReplace: true };
    },
    read: (_context, { id, inputs }) => {
      const name = id.split("/").at(-1) ?? id;
      const found = objects.read(name) as Record<string, Value> | undefined;
      if (found === undefined) return Promise.resolve(undefined);
      const read = inputs ?? {
        values: { host: found["host"] ?? null, image: found["image"] ?? null },
        secrets: [],
      };
      return Promise.resolve({ id: `h1/${name}`, inputs: read, state: { values: found, secrets: [] } });
    },
    apply: async (context, { inputs, preview, id }) => {
      context.progress(preview ? "would make it" : "making it");
      const values = { ...inputs.values, ...outputsOf(context, inputs, preview) };
      if (preview) return { id, state: { values, secrets: inputs.secrets } };
      return apply(context, objects, inputs, values);
    },
    remove: (context, { id }) => {
      objects.remove(id.split("/").at(-1) ?? context.urn.name);
      return Promise.resolve();
    },
  };
}

async function apply(
  context: Context,
  objects: Objects,
  inputs: Bag,
  values: Readonly<Record<string, Value>>,
): Promise<ApplyResult> {
  const { name } = context.urn;
  const [word] = Array.isArray(inputs.values["command"]) ? (inputs.values["command"] as string[]) : [];
  const state = { values, secrets: inputs.secrets };
  if (word === "refuse") throw new UserError(`web-1: refused ${JSON.stringify(inputs.values["env"])}`);
  if (word === "crash") breakLater(new Error(`the environment was ${JSON.stringify(inputs.values["env"])}`));
  if (word === "hang" || word === "crash") {
    objects.write(`${name}-begun`, {});
    await waitForAbort(context.signal);
  }
  objects.write(name, values);
  if (word === "fail") {
    throw new PartialError(new UserError("web-1: the new container exited with code 3"), {
      id: `h1/${name}`,
      inputs,
      state,
    });
  }
  return { id: `h1/${name}`, state };
}

function outputsOf(context: Context, inputs: Bag, preview: boolean): Readonly<Record<string, Value>> {
  if (context.urn.type.endsWith(":Host")) return { link: preview ? UNKNOWN : { hostId: "h1" }, hostId: "h1" };
  return { containerId: preview && hasUnknown(inputs.values) ? UNKNOWN : `c-${context.urn.name}` };
}

/** A mistake in work that no call waits for. */
function breakLater(mistake: Error): void {
  setImmediate(() => {
    throw mistake;
  });
}

function waitForAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    // Keeps the process alive, as a connection would.
    const work = setInterval(() => undefined, 1000);
    signal.addEventListener("abort", () => {
      clearInterval(work);
      reject(signal.reason as Error);
    });
  });
}
