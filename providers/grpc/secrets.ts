import { formatPath, type Bag, type Path } from "../resources/bag";
import type { CheckFailure } from "../resources/lifecycle";
import type { PackageSpec, Properties, ResourceSpec } from "../schema/package-spec";
import { secretPaths } from "../schema/secret-paths";

/**
 * The bag with more places marked as secret: those that the schema names, and those that are secret in the bags that
 * it comes from. A place that the bag does not have does no harm.
 */
export function withSecrets(
  schema: PackageSpec,
  spec: ResourceSpec,
  bag: Bag,
  ...origins: (Bag | undefined)[]
): Bag {
  const paths = [
    ...bag.secrets,
    ...secretPaths(schema, propertiesOf(spec), bag.values),
    ...origins.flatMap((origin) => origin?.secrets ?? []),
  ];
  return { values: bag.values, secrets: distinct(paths) };
}

/**
 * The bag with those places marked whose content no message may show. An SDK that finds a secret in an object marks
 * the object as a whole; where the schema says which of its parts are secret, the others (a host's address, say) are
 * what a message needs to name.
 */
export function withSecretParts(schema: PackageSpec, spec: ResourceSpec, bag: Bag): Bag {
  const named = secretPaths(schema, propertiesOf(spec), bag.values);
  const partsOf = (path: Path) =>
    named.filter((part) => part.length > path.length && path.every((key, index) => part[index] === key));
  const secrets = bag.secrets.flatMap((path) => {
    const parts = partsOf(path);
    return parts.length > 0 ? parts : [path];
  });
  return { values: bag.values, secrets };
}

/** Whether the engine would print a secret if a failure named this path: it shows a property's value, all of it. */
export function isShownSecret(bag: Bag, failure: CheckFailure): boolean {
  const [property, ...rest] = failure.path;
  return rest.length === 0 && bag.secrets.some(([first]) => first === property);
}

/** Of each noun, its outputs and inputs together: a container has a hundred, and is asked for them again and again. */
const known = new WeakMap<ResourceSpec, Properties>();

function propertiesOf(spec: ResourceSpec): Properties {
  const properties = known.get(spec) ?? { ...spec.properties, ...spec.inputProperties };
  known.set(spec, properties);
  return properties;
}

function distinct(paths: readonly Path[]): Path[] {
  return [...new Map(paths.map((path) => [formatPath(path), path])).values()];
}
