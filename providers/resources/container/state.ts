import { observedValue } from "../../reconcile/container/compare";
import type { ContainerFacts } from "../../reconcile/container/observe";
import { optionNames, options } from "../../reconcile/container/options";
import { type Defaults, type FileMount, NO_DEFAULTS } from "../../reconcile/container/options/option";
import { pathOf } from "../../reconcile/container/options/mount-path";
import { type Bag, type Path, UNKNOWN, type Value } from "../bag";
import { filesIn } from "./files-in";
import { specIn } from "./inputs";

/** What a container tells of itself beyond its inputs. */
type Outputs = Record<"containerId" | "imageId" | "status" | "publishedPorts" | "addresses", Value>;

/**
 * What is stored of a container: its inputs, each as the user wrote it where that is how the container is, else as it
 * was observed; and its outputs.
 */
export function containerState(inputs: Bag, facts: ContainerFacts, defaults: Defaults): Bag {
  const settings = Object.entries(inputs.values).filter(([key]) => !Object.hasOwn(options, key));
  const values: Record<string, Value> = { ...Object.fromEntries(settings), name: facts.name };
  const secrets: Path[] = [...inputs.secrets];
  const spec = specIn(inputs);
  for (const name of optionNames) {
    if (name === "files") continue;
    const observed = observedValue(name, { spec, facts, defaults, formerly: spec }) as Value | undefined;
    if (observed !== undefined) values[name] = observed;
    // What was observed at another place than the secret was given may be the secret all the same.
    const isSecret = inputs.secrets.some(([first]) => first === name);
    if (isSecret && (name === "env" || observed !== inputs.values[name])) secrets.push([name]);
  }
  const files = mountedFiles(inputs, facts);
  if (files === undefined) return { values: { ...values, ...outputsOf(facts) }, secrets };
  // Where one of them is missing, those after it are not at the places that are marked.
  if (inputs.secrets.some(([first]) => first === "files")) secrets.push(["files"]);
  return { values: { ...values, files, ...outputsOf(facts) }, secrets };
}

/** Those of the given files that the container has: a mount tells by its source what is in it. */
function mountedFiles(inputs: Bag, facts: ContainerFacts): Value | undefined {
  const given = inputs.values["files"];
  if (!Array.isArray(given)) return undefined;
  const mounted = new Set((options.files.read(facts, NO_DEFAULTS) ?? []).map(keyOf));
  const places = filesIn(inputs).map(keyOf);
  return (given as readonly Value[]).filter((_, index) => mounted.has(places[index] ?? ""));
}

function keyOf({ source, target }: FileMount): string {
  return `${source} ${pathOf(target)}`;
}

/** What is stored of a container that was made a moment ago: it has all that was asked for. */
export function madeState(inputs: Bag, facts: ContainerFacts): Bag {
  return { values: { ...inputs.values, name: facts.name, ...outputsOf(facts) }, secrets: inputs.secrets };
}

/** What would be stored of a container that is not there yet; `current` is one that would stay. */
export function foreseenState(inputs: Bag, current: ContainerFacts | undefined): Bag {
  const outputs = current === undefined ? UNKNOWN_OUTPUTS : { ...outputsOf(current), status: "running" };
  return { values: { ...inputs.values, ...outputs }, secrets: inputs.secrets };
}

/** The same without a look at the host: outputs of a container that stays are those that are stored. */
export function offlineState(inputs: Bag, stored: Bag | undefined): Bag {
  const kept = Object.fromEntries(
    Object.entries(UNKNOWN_OUTPUTS).map(([name, unknown]): [string, Value] => [
      name,
      stored?.values[name] ?? unknown,
    ]),
  );
  return { values: { ...inputs.values, ...kept }, secrets: inputs.secrets };
}

/** The engine's id of the container that a state knows. */
export function containerIdIn(state: Bag | undefined): string | undefined {
  const id = state?.values["containerId"];
  return typeof id === "string" ? id : undefined;
}

/** The engine's id of the image of the container that a state knows. */
export function imageIdIn(state: Bag | undefined): string | undefined {
  const id = state?.values["imageId"];
  return typeof id === "string" ? id : undefined;
}

const UNKNOWN_OUTPUTS: Outputs = {
  containerId: UNKNOWN,
  imageId: UNKNOWN,
  status: "running",
  publishedPorts: UNKNOWN,
  addresses: UNKNOWN,
};

function outputsOf(facts: ContainerFacts): Outputs {
  return {
    containerId: facts.id,
    imageId: facts.imageId,
    status: facts.status,
    publishedPorts: facts.publishedPorts.map((port) => ({ ...port })),
    addresses: Object.fromEntries(
      Object.entries(facts.networks).flatMap(([network, { address }]) =>
        address === undefined ? [] : [[network, address]],
      ),
    ),
  };
}
