import { EngineError } from "./errors";

/** `urn:pulumi:<stack>::<project>::<qualified type>::<name>`; a name may itself hold `::`. */
export type Urn = string;

/** The type of the one resource that stands for the stack itself. */
export const rootStackType = "pulumi:pulumi:Stack";

const prefix = "urn:pulumi:";
const delimiter = "::";
const typeDelimiter = "$";
const providerTypePrefix = "pulumi:providers:";

/** What a URN is made of. */
export interface UrnParts {
  stack: string;
  project: string;
  /** The types of the ancestors and its own, joined by `$`. The root stack is left out. */
  qualifiedType: string;
  /** The resource's own type: what follows the last `$`. */
  type: string;
  name: string;
}

/** A string is not of a URN's form. */
export class InvalidUrnError extends EngineError {
  override readonly name = "InvalidUrnError";

  constructor(readonly urn: string) {
    super(`${JSON.stringify(urn)} is not a URN: urn:pulumi:<stack>::<project>::<type>::<name> was expected`);
  }
}

/**
 * Takes a URN apart.
 *
 * @throws InvalidUrnError
 * @example parseUrn("urn:pulumi:dev::shop::app:index:Web$docker:index:Image::web").type // "docker:index:Image"
 */
export function parseUrn(urn: Urn): UrnParts {
  const [stack, project, qualifiedType, ...name] = urn.startsWith(prefix)
    ? urn.slice(prefix.length).split(delimiter)
    : [];
  if (stack === undefined || project === undefined || qualifiedType === undefined || name.length === 0) {
    throw new InvalidUrnError(urn);
  }
  return {
    stack,
    project,
    qualifiedType,
    type: qualifiedType.slice(qualifiedType.lastIndexOf(typeDelimiter) + 1),
    name: name.join(delimiter),
  };
}

/** Whether a string is of a URN's form; like Pulumi's engine, it looks at the delimiters only. */
export function isUrn(urn: string): urn is Urn {
  return urn.startsWith(prefix) && urn.slice(prefix.length).split(delimiter).length >= 4;
}

/** The URN of a resource, whose type is qualified by its parent's unless that is the root stack. */
export function buildUrn(parts: {
  stack: string;
  project: string;
  /** The parent's qualified type; "" or left out for none. */
  parentType?: string | undefined;
  type: string;
  name: string;
}): Urn {
  const type = qualifyType(parts.parentType ?? "", parts.type);
  return prefix + [parts.stack, parts.project, type, parts.name].join(delimiter);
}

/** The URN of a resource under a parent, which may be undefined. */
export function childUrn(
  stack: string,
  project: string,
  parent: Urn | undefined,
  type: string,
  name: string,
): Urn {
  const parentType = parent ? parseUrn(parent).qualifiedType : "";
  return buildUrn({ stack, project, parentType, type, name });
}

/** The same URN in another stack, project, or with another name. */
export function renameUrn(urn: Urn, to: Partial<Pick<UrnParts, "stack" | "project" | "name">>): Urn {
  const old = parseUrn(urn);
  const { stack, project, name } = { ...old, ...to };
  return buildUrn({ stack, project, type: old.qualifiedType, name });
}

function qualifyType(parentType: string, type: string): string {
  return parentType === "" || parentType === rootStackType ? type : parentType + typeDelimiter + type;
}

/** Whether this is the type of a provider resource, `pulumi:providers:<package>`. */
export function isProviderType(type: string): boolean {
  return type.startsWith(providerTypePrefix);
}

/** The type of a package's provider resources. */
export function providerType(packageName: string): string {
  return providerTypePrefix + packageName;
}

/** The package of a provider resource's type; undefined for any other type. */
export function providerPackage(type: string): string | undefined {
  return isProviderType(type) ? type.slice(providerTypePrefix.length) : undefined;
}

/** The package that a resource's type belongs to: `docker` for `docker:index:Image`. */
export function packageOfType(type: string): string {
  return type.split(":", 1)[0] ?? "";
}
