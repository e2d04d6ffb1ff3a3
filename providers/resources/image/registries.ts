import {
  formatReference,
  InvalidReferenceError,
  parseReference,
  type Reference,
  saysRegistry,
} from "../../images/reference";
import { type Bag, hasUnknown, UNKNOWN, type Value } from "../bag";
import { isRecord } from "../child-inputs";
import type { CheckFailure } from "../lifecycle";
import type { KnownRegistry } from "../registry-login";

/** Another name of the image, in a registry that it is pushed to. */
export interface Push {
  /** With its registry and tag, as the engine lists it. */
  readonly name: string;
  readonly registry: KnownRegistry;
}

/** What an Image has to do with registries. */
export interface ImageRegistries {
  /** Undefined also while a part of it is not known. */
  readonly registry: KnownRegistry | undefined;
  readonly pullPolicy: "missing" | "always";
  /** UNKNOWN while a part of any is not known. */
  readonly pushes: readonly Push[] | typeof UNKNOWN;
}

/** The registries in a bag that was checked. */
export function imageRegistries({ values }: Bag): ImageRegistries {
  const { registry, pullPolicy, push } = values;
  return {
    registry:
      isRecord(registry) && !hasUnknown(registry) ? (registry as unknown as KnownRegistry) : undefined,
    pullPolicy: pullPolicy === "always" ? "always" : "missing",
    pushes: hasUnknown(push) ? UNKNOWN : ((push ?? []) as unknown as readonly Push[]),
  };
}

/**
 * The name with the registry's address before it, unless it has that; UNKNOWN while the address is. Throws
 * InvalidReferenceError, also where it names another registry.
 */
export function nameInRegistry(name: string, registry: Value | undefined): string | typeof UNKNOWN {
  if (registry === undefined) return name;
  const address = isRecord(registry) ? registry["address"] : UNKNOWN;
  if (typeof address !== "string") return UNKNOWN;
  if (!saysRegistry(name)) return `${address}/${name}`;
  const { domain } = parseReference(name);
  if (domain === address) return name;
  throw new InvalidReferenceError(
    `"${name}" is in the registry ${domain}, not in ${address} of \`registry\``,
  );
}

/** Fills in the names of `push`, and says what is wrong with them. `values` has the image's own name already. */
export function checkPushes(values: Record<string, Value>): CheckFailure[] {
  const { push } = values;
  if (!Array.isArray(push)) return [];
  const failures: CheckFailure[] = [];
  values["push"] = push.map((each: Value, index): Value => {
    if (!isRecord(each)) return each;
    try {
      return { ...each, name: pushName(each, values["name"]) };
    } catch (error) {
      if (!(error instanceof InvalidReferenceError)) throw error;
      failures.push({ path: ["push", index, "name"], reason: error.message });
      return each;
    }
  });
  return failures;
}

function pushName({ name, registry }: { readonly [key: string]: Value }, own: Value | undefined): Value {
  const given = name ?? own;
  if (typeof given !== "string") return UNKNOWN;
  const full = nameInRegistry(
    name === undefined || name === null ? pathAndTag(parseReference(given)) : given,
    registry,
  );
  if (full === UNKNOWN) return UNKNOWN;
  const reference = parseReference(full);
  if (reference.digest === undefined) return formatReference(reference);
  throw new InvalidReferenceError(`"${full}" has a digest: what is pushed gets its own, so give it a tag`);
}

/** Without the `library/` that Docker's own registry alone has before a name of one word. */
function pathAndTag({ domain, path, tag = "latest" }: Reference): string {
  return `${domain === "docker.io" ? path.replace(/^library\/(?=[^/]+$)/, "") : path}:${tag}`;
}
