import type { HostLink } from "../../sdk/link";
import { defaultName, isDefaultName, LABEL_PREFIX, type Owner } from "../reconcile/ownership";
import { type Bag, hasUnknown, UNKNOWN, type Value } from "./bag";
import type { CheckFailure, CheckRequest, PropertyDifference, Urn } from "./lifecycle";

/** What every object on a host is given. */
export interface ChildInputs {
  /** Undefined while a part of it is not known. */
  readonly link: HostLink | undefined;
  readonly hostId: string | typeof UNKNOWN;
  readonly name: string | typeof UNKNOWN;
}

export function childInputs({ values }: Bag): ChildInputs {
  const host = values["host"];
  const hostId = isRecord(host) ? host["hostId"] : UNKNOWN;
  const name = values["name"];
  return {
    link: hasUnknown(host) ? undefined : (host as unknown as HostLink),
    hostId: typeof hostId === "string" ? hostId : UNKNOWN,
    name: typeof name === "string" ? name : UNKNOWN,
  };
}

/** Whose the objects of a resource are. */
export function ownerOf(urn: Urn, name: string): Owner {
  return { urn: urn.text, stack: `${urn.project}/${urn.stack}`, name };
}

/**
 * Inputs without nulls, which mean the same as leaving a property out, and with the name that is not given. One that
 * nobody gave stays what it was, though the stack was renamed since.
 */
export function withName(urn: Urn, { olds, news }: CheckRequest): Record<string, Value> {
  const given = withoutNulls(news.values) as Record<string, Value>;
  const before = olds?.values["name"];
  const isKept = typeof before === "string" && isDefaultName(before, urn.name);
  return {
    ...given,
    name: given["name"] ?? (isKept ? before : defaultName(urn.project, urn.stack, urn.name)),
  };
}

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

/** What is wrong with the name and the labels of an object. */
export function checkNameAndLabels(values: Record<string, Value>): CheckFailure[] {
  const { name, labels } = values;
  const failures: CheckFailure[] = [];
  if (typeof name === "string" && !NAME.test(name)) {
    failures.push({
      path: ["name"],
      reason: `must be at least two of the characters a-z, A-Z, 0-9, _, . and -, and begin with a letter or digit: ${JSON.stringify(name)}`,
    });
  }
  const reserved = isRecord(labels) ? Object.keys(labels).filter((key) => key.startsWith(LABEL_PREFIX)) : [];
  for (const key of reserved) {
    failures.push({
      path: ["labels", key],
      reason: `must not begin with ${LABEL_PREFIX}: that is Moorage's own`,
    });
  }
  return failures;
}

/** Only another machine or another name makes another object; the same machine may be reached in another way. */
export function identityDifferences(olds: ChildInputs, news: ChildInputs): PropertyDifference[] {
  const isOtherHost = news.hostId === UNKNOWN || olds.hostId !== news.hostId;
  const isOtherName = news.name === UNKNOWN || olds.name !== news.name;
  return [
    ...(isOtherHost ? [replacing(["host", "hostId"])] : []),
    ...(isOtherName ? [replacing(["name"])] : []),
  ];
}

/** The texts at the secret places of bags, for taking them out of messages. */
export function secretTexts(...bags: (Bag | undefined)[]): string[] {
  return bags.flatMap((bag) => bag?.secrets.flatMap((path) => textsIn(valueAt(bag.values, path))) ?? []);
}

function replacing(path: readonly string[]): PropertyDifference {
  return { path, kind: "update", replaces: true, isInput: true };
}

function valueAt(values: Value, path: readonly (string | number)[]): Value | undefined {
  return path.reduce<Value | undefined>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)] as Value | undefined;
    return isRecord(value) ? value[key] : undefined;
  }, values);
}

function textsIn(value: Value | undefined): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(textsIn);
  return [];
}

/** A value without nulls, which mean the same as leaving a property out. */
export function withoutNulls(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  const given = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(given.map(([key, item]) => [key, withoutNulls(item)]));
}

/** Whether a value is a map of values. */
export function isRecord(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
