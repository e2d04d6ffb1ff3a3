import { isDeepStrictEqual } from "node:util";
import type { UpdateJson } from "../../docker/container-json";
import { draft } from "./desired";
import type { ContainerFacts } from "./observe";
import { options, optionNames } from "./options";
import { attachmentsOf, isFixed, macChanges } from "./options/networks";
import type { Comparing, ContainerSpec, Defaults, OptionName, OptionOf } from "./options/option";

/** An option that a container does not have as it shall. */
export interface Change {
  readonly option: OptionName;
  readonly takes: "new container" | "update" | "connect";
}

/** What it takes to make a container what it shall be. */
export type Comparison =
  | { readonly kind: "same" }
  | { readonly kind: "update"; readonly changes: readonly Change[]; readonly update: UpdateJson | undefined }
  | { readonly kind: "replace"; readonly changes: readonly Change[] };

export interface CompareRequest {
  readonly spec: ContainerSpec;
  readonly facts: ContainerFacts;
  readonly defaults: Defaults;
  /**
   * What the resource was given before: an option that was given and no longer is goes back to its default.
   * Undefined when nobody knows: then every option that is not given is compared with its default.
   */
  readonly formerly: ContainerSpec | undefined;
}

/** Compares what a container shall be with what was observed. Options that nobody gave are not looked at. */
export function compareContainer(request: CompareRequest): Comparison {
  const changes = optionNames.flatMap((name) => changeOf(name, request));
  if (changes.length === 0) return { kind: "same" };
  if (changes.some(({ takes }) => takes === "new container")) return { kind: "replace", changes };
  return { kind: "update", changes, update: updateRequest(request.spec, changes) };
}

/** The value of an option as observed: as the user wrote it where that is what it is. */
export function observedValue<K extends OptionName>(
  name: K,
  request: CompareRequest,
): ContainerSpec[K] | undefined {
  return isAsWanted(name, request) ? request.spec[name] : options[name].read(request.facts, request.defaults);
}

/** Whether two specs ask for the same by an option. */
export function sameOption<K extends OptionName>(
  name: K,
  a: ContainerSpec[K] | undefined,
  b: ContainerSpec[K] | undefined,
): boolean {
  return a === b || isDeepStrictEqual(canonical(name, a), canonical(name, b));
}

/** All options that a container has beyond their defaults: what a user would have to write to get it. */
export function readBack(facts: ContainerFacts, defaults: Defaults): ContainerSpec {
  const empty: ContainerSpec = { image: facts.config.Image ?? facts.imageId };
  // As if all had been asked for, and nothing were any more: what differs from its default then was asked for.
  const formerly = { ...empty, ...readAll(optionNames, facts, defaults) };
  const request = { spec: empty, facts, defaults, formerly };
  const others = optionNames.filter((name) => name !== "image");
  const given = others.filter((name) => !isAsWanted(name, request));
  const found: ContainerSpec = { ...empty, ...readAll(given, facts, defaults) };
  // The default of one may hang on what another is: that of the command on the entry point.
  const missed = others.filter(
    (name) => !given.includes(name) && !isAsWanted(name, { ...request, spec: found }),
  );
  return { ...found, ...readAll(missed, facts, defaults) };
}

function readAll(
  names: readonly OptionName[],
  facts: ContainerFacts,
  defaults: Defaults,
): Partial<ContainerSpec> {
  const found = names.map((name) => [name, options[name].read(facts, defaults)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined)) as Partial<ContainerSpec>;
}

function changeOf(name: OptionName, request: CompareRequest): readonly Change[] {
  return isAsWanted(name, request) ? [] : [{ option: name, takes: effort(name, request) }];
}

function isAsWanted<K extends OptionName>(name: K, request: CompareRequest): boolean {
  const { spec, facts, defaults, formerly } = request;
  const given = spec[name];
  if (given === undefined && formerly !== undefined && formerly[name] === undefined) return true;
  const option: OptionOf<K> = options[name];
  const comparing: Comparing = { facts, defaults, spec, formerly };
  const wanted = given ?? option.unset(comparing);
  const found = option.read(facts, defaults);
  return option.same?.(wanted, found, comparing) ?? sameOption(name, wanted, found);
}

function effort(name: OptionName, { spec, facts, formerly }: CompareRequest): Change["takes"] {
  const { inPlace } = options[name];
  if (inPlace === "no") return "new container";
  if (inPlace === "connect") {
    const all = [
      ...attachmentsOf(spec).map(({ network }) => network),
      ...Object.keys(facts.networks),
      facts.hostConfig.NetworkMode ?? "",
    ];
    return all.some(isFixed) || macChanges(attachmentsOf(spec), facts, formerly)
      ? "new container"
      : "connect";
  }
  const { HostConfig: host } = draft(spec).request;
  return inPlace.every((field) => host[field] !== undefined) ? "update" : "new container";
}

function updateRequest(spec: ContainerSpec, changes: readonly Change[]): UpdateJson | undefined {
  const { HostConfig: host } = draft(spec).request;
  const fields = changes.flatMap(({ option }) => {
    const { inPlace } = options[option];
    return typeof inPlace === "string" ? [] : inPlace;
  });
  if (fields.length === 0) return undefined;
  return Object.fromEntries(fields.map((field) => [field, host[field]])) as UpdateJson;
}

function canonical<K extends OptionName>(name: K, value: ContainerSpec[K] | undefined): unknown {
  if (value === undefined || value === null) return undefined;
  return options[name].canonical?.(value) ?? value;
}
