import type { ContainerArgs } from "../../../sdk/container";
import type { Desired } from "../../reconcile/container/desired";
import { optionNames } from "../../reconcile/container/options";
import type { ContainerSpec, Setting } from "../../reconcile/container/options/option";
import { probeOf } from "../../reconcile/container/probe";
import { specHash } from "../../reconcile/spec-hash";
import { type Bag, hasUnknown, UNKNOWN } from "../bag";
import { type ChildInputs, childInputs, ownerOf } from "../child-inputs";
import type { Urn } from "../lifecycle";
import type { Lowered } from "../lowered";
import { filesIn } from "./files-in";

const HEALTH_TIMEOUT_SECONDS = 120;
const MIN_READY_SECONDS = 1;

/** Checked inputs of a Container. */
export interface ContainerInputs extends ChildInputs {
  /** Undefined while an option is not known. */
  readonly spec: ContainerSpec | undefined;
}

export function containerInputs(bag: Bag): ContainerInputs {
  const isUnknown = optionNames.some((name) => hasUnknown(bag.values[name]));
  return { ...childInputs(bag), spec: isUnknown ? undefined : specIn(bag) };
}

/** The options in a bag; in a preview some of them may be UNKNOWN. */
export function specIn(bag: Bag): ContainerSpec {
  const { values } = bag;
  const given = optionNames.filter((name) => values[name] !== undefined && values[name] !== null);
  const spec = Object.fromEntries(given.map((name) => [name, values[name]])) as unknown as ContainerSpec;
  if (spec.files === undefined || hasUnknown(values["files"])) return spec;
  return { ...spec, files: filesIn(bag).map(({ source, target }) => ({ source, target })) };
}

/** What a container shall be, by inputs that are known, but for its settings. */
export function desiredContainer(urn: Urn, bag: Bag): Desired {
  const { name, spec } = containerInputs(bag);
  if (name === UNKNOWN || spec === undefined)
    throw new TypeError("a container is applied with unknown inputs");
  // A setting that is not known yet matters to no preview.
  const known = Object.entries(bag.values).filter(([, value]) => !hasUnknown(value));
  const settings = Object.fromEntries(known) as unknown as Pick<Lowered<ContainerArgs>, Setting>;
  return {
    owner: ownerOf(urn, name),
    spec,
    specHash: specHash(bag),
    updateStrategy: settings.updateStrategy,
    healthTimeoutSeconds: settings.healthTimeoutSeconds ?? HEALTH_TIMEOUT_SECONDS,
    minReadySeconds: settings.minReadySeconds ?? MIN_READY_SECONDS,
    monitorSeconds: settings.monitorSeconds ?? 0,
    probe: settings.probe && probeOf(settings.probe),
    keepFailed: settings.keepFailed ?? true,
  };
}
