import { isDeepStrictEqual } from "node:util";
import type { Json } from "../lab/wire";
import type { Outcome } from "./sequence";

/** How two outcomes differ, for a person; nothing if they are the same but for an order that is free. */
export function differences(one: Outcome, other: Outcome): string[] {
  return [
    ...(one.ok === other.ok ? [] : [`ended ${ended(one)} / ${ended(other)}`]),
    ...bySubject("step", one.steps, other.steps),
    ...bySubject("call", one.calls, other.calls),
    ...jsonDifferences("state", one.state, other.state),
  ];
}

/**
 * Whether all that differs came of a race: after a failure, it is chance whether a component's outputs, or an invoke, arrive before
 * the operation has stopped; and, unless it goes on, which of the others that need nothing of each other it has begun with.
 */
export function isRace(one: Outcome, other: Outcome, goesOn: boolean): boolean {
  if (one.ok || other.ok) return false;
  const [left, right] = [withoutOutputs(one), withoutOutputs(other)];
  if (goesOn) return differences(left, right).length === 0;
  const [begun, otherBegun] = [begunIn(left), begunIn(right)];
  const isShared = (part: string) => begun.has(part) === otherBegun.has(part);
  return differences(withParts(left, isShared), withParts(right, isShared)).length === 0;
}

function begunIn({ steps, calls }: Outcome): Set<string> {
  return new Set([...steps, ...calls].map(partOf));
}

function withParts(outcome: Outcome, holds: (part: string) => boolean): Outcome {
  const isShown = (text: string) => !/^(summary|Handshake )/.test(text) && holds(partOf(text));
  const states = Object.entries(outcome.state).filter(([key]) => {
    const subject = subjectOf(key.split("::").slice(2).join("::"));
    return holds(subject) && holds(deletionOf(subject));
  });
  return {
    ...outcome,
    steps: outcome.steps.filter(isShown),
    calls: outcome.calls.filter(isShown),
    state: Object.fromEntries(states),
  };
}

/** A resource's deletion comes long after the rest of what is done with it, if at all. */
function partOf(text: string): string {
  const subject = subjectOf(text);
  return /^(\w+: )?delete /i.test(text) ? deletionOf(subject) : subject;
}

function deletionOf(subject: string): string {
  return `deletion of ${subject}`;
}

/**
 * Whether all that differs is what resources refer to. A refresh of some resources that runs the program puts them
 * before the others in the real engine's state, which then takes out what they refer to among these.
 */
export function differsInReferences(one: Outcome, other: Outcome): boolean {
  return differences(withoutReferences(one), withoutReferences(other)).length === 0;
}

const references = ["parent", "dependencies", "propertyDependencies", "deletedWith", "replaceWith"];

function withoutReferences(outcome: Outcome): Outcome {
  const states = Object.entries(outcome.state).map(([key, state]): [string, Json] => {
    if (!isObject(state)) return [key, state];
    return [key, Object.fromEntries(Object.entries(state).filter(([name]) => !references.includes(name)))];
  });
  return { ...outcome, state: Object.fromEntries(states) };
}

function withoutOutputs(outcome: Outcome): Outcome {
  const states = Object.entries(outcome.state).map(([key, state]): [string, Json] => {
    if (!isObject(state) || state["custom"] === true) return [key, state];
    return [key, { ...state, outputs: null }];
  });
  const isOfComponent = (text: string) => /^done: \S+ (.*\$)?(trial:index|pulumi:pulumi):/.test(text);
  return {
    ...outcome,
    calls: outcome.calls.filter((text) => !text.startsWith("Invoke ")),
    steps: outcome.steps.filter((text) => !isOfComponent(text) && !text.startsWith("summary")),
    state: Object.fromEntries(states),
  };
}

function ended({ ok }: Outcome): string {
  return ok ? "well" : "with a failure";
}

/** The order among lines of one resource is fixed; that between resources is up to the engine. */
function bySubject(title: string, one: readonly string[], other: readonly string[]): string[] {
  const [left, right] = [grouped(one), grouped(other)];
  const subjects = [...new Set([...left.keys(), ...right.keys()])].sort();
  return subjects.flatMap((subject) => {
    const [mine, theirs] = [left.get(subject) ?? [], right.get(subject) ?? []];
    if (isDeepStrictEqual(mine, theirs)) return [];
    return [`${title}s on ${subject}:`, ...aligned(mine, theirs)];
  });
}

function grouped(lines: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const text of lines) {
    const subject = subjectOf(text);
    // An object and the one that it has replaced may be deleted at the same time.
    const key = / ?delete \S+::/.test(text) ? `${subject} itself` : subject;
    groups.set(key, [...(groups.get(key) ?? []), text]);
  }
  // What concerns no resource comes from all of them, in any order.
  groups.get("no resource")?.sort();
  return groups;
}

/** Which resource a line is about, by its type and its name. */
function subjectOf(text: string): string {
  return /\S+::\S+/.exec(text)?.[0] ?? "no resource";
}

function aligned(one: readonly string[], other: readonly string[]): string[] {
  const [rest, extra] = [[...one], [...other]];
  while (rest.length > 0 && rest[0] === extra[0]) {
    rest.shift();
    extra.shift();
  }
  while (rest.length > 0 && rest.at(-1) === extra.at(-1)) {
    rest.pop();
    extra.pop();
  }
  return [...rest.map((text) => `  - ${text}`), ...extra.map((text) => `  + ${text}`)];
}

/** Paths at which two values differ. */
function jsonDifferences(path: string, one: Json | undefined, other: Json | undefined): string[] {
  if (isDeepStrictEqual(one, other)) return [];
  if (isObject(one) && isObject(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
    return keys.flatMap((key) => jsonDifferences(`${path} → ${key}`, one[key], other[key]));
  }
  return [`${path}:`, `  - ${JSON.stringify(one)}`, `  + ${JSON.stringify(other)}`];
}

function isObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
