import {
  anyType,
  type ObjectSpec,
  type PackageSpec,
  type PropertySpec,
  resolveType,
} from "../../providers/schema/package-spec";
import type { Value } from "../../providers/resources/bag";

type Values = Record<string, Value>;

/** A place of a resource's inputs. */
export interface Place {
  /** As errors name it: `labels.key`, `ports[0].container`; a key of a map is `labels[KEY]`. */
  readonly title: string;
  /** Name of the property that it is in, at the top. */
  readonly property: string;
  readonly type: PropertySpec;
  /** Inputs that have a value there, and what goes with it of necessity. */
  put(value: Value): Values;
}

/** What a required neighbour of a text is. */
const neighbours: Readonly<Record<string, Value>> = {
  address: "192.0.2.1",
  container: 80,
  context: ".",
  hard: 2,
  host: "db",
  hostId: "h1",
  hostPath: "/dev/null",
  ip: "192.0.2.2",
  name: "nofile",
  network: "back",
  path: "/dev/null",
  port: 80,
  rate: 1,
  registry: { address: "192.0.2.3:5000" },
  soft: 1,
  source: "/srv",
  subnet: "10.1.0.0/24",
  target: "/target",
  test: ["CMD", "/ok"],
  user: "deploy",
  volume: "data",
  weight: 10,
  content: "text",
};

/** Made by Moorage out of the resources that a program names. */
const LINKS = /:(HostLink|RegistryLink)$/;

/** Every place of a function's inputs, those of its links included: a program may write them itself. */
export function* placesOfFunction(schema: PackageSpec, name: string): Generator<Place> {
  const spec = schema.functions[`moorage:index:${name}`];
  if (spec === undefined) throw new RangeError(`the schema has no ${name}`);
  for (const [property, type] of Object.entries(spec.inputs.properties)) {
    const place: Place = { title: property, property, type, put: (value) => ({ [property]: value }) };
    yield* places(schema, place, true);
  }
}

/** Every place of a noun's inputs that users write, lists and objects included. */
export function* placesOf(schema: PackageSpec, noun: string): Generator<Place> {
  const spec = schema.resources[`moorage:index:${noun}`];
  if (spec === undefined) throw new RangeError(`the schema has no ${noun}`);
  for (const [name, type] of Object.entries(spec.inputProperties)) {
    yield* places(schema, { title: name, property: name, type, put: (value) => ({ [name]: value }) });
  }
}

/** Whether a text may stand at a place. */
export function takesText(schema: PackageSpec, { type }: Place): boolean {
  const isText = type.type === "string" || type.$ref === anyType;
  return isText || isEnum(schema, type) || type.oneOf?.some((each) => each.type === "string") === true;
}

/** Whether a place takes one of some words. */
export function isEnum(schema: PackageSpec, { $ref }: PropertySpec): boolean {
  return $ref !== undefined && $ref !== anyType && "enum" in resolveType(schema, $ref);
}

function* places(schema: PackageSpec, place: Place, withLinks = false): Generator<Place> {
  const { title, type, put } = place;
  if (!withLinks && type.$ref !== undefined && LINKS.test(type.$ref)) return;
  yield place;
  const below = (more: string, inner: PropertySpec, wrap: (value: Value) => Value): Place => ({
    ...place,
    title: title + more,
    type: inner,
    put: (value) => put(wrap(value)),
  });
  const { items, additionalProperties, $ref } = type;
  if (items !== undefined)
    yield* places(
      schema,
      below("[0]", items, (value) => [value]),
      withLinks,
    );
  if (additionalProperties !== undefined) {
    const isObject = additionalProperties.$ref !== undefined && additionalProperties.$ref !== anyType;
    const one: Value = isObject ? {} : "value";
    yield below("[KEY]", { type: "string" }, (text) => ({ [String(text)]: one }));
    yield* places(
      schema,
      below(".key", additionalProperties, (value) => ({ key: value })),
      withLinks,
    );
  }
  if ($ref === undefined || $ref === anyType) return;
  const named = resolveType(schema, $ref);
  if (!("properties" in named)) return;
  for (const [name, property] of Object.entries(named.properties)) {
    const rest = others(named, name);
    yield* places(
      schema,
      below(`.${name}`, property, (value) => ({ ...rest, [name]: value })),
      withLinks,
    );
  }
}

function others(named: ObjectSpec, name: string): Values {
  const required = named.required.filter((each) => each !== name);
  return Object.fromEntries(
    required.map((each) => {
      const value = neighbours[each];
      if (value === undefined) throw new RangeError(`no neighbour ${each} is known`);
      return [each, value];
    }),
  );
}
