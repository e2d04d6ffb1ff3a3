import fc from "fast-check";
import {
  Archive,
  Asset,
  Output,
  ResourceReference,
  Secret,
  signatureKey,
  Unknown,
  unknownSentinels,
  type PropertyMap,
  type PropertyValue,
  type UnknownKind,
} from "../../../engine/values";

const kinds = Object.keys(unknownSentinels) as UnknownKind[];
const sentinels = new Set<string>(Object.values(unknownSentinels));
const hashes = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 64, maxLength: 64 });
const names = fc.string({ minLength: 1, maxLength: 8 });
const urns = names.map((name) => `urn:pulumi:dev::project::pkg:index:Thing::${name}`);
const keys = fc
  .oneof(names, fc.constantFrom("__proto__", "constructor", "__internal", "10", "9", ""))
  .filter((key) => key !== signatureKey);
const texts = fc.string({ unit: "binary", maxLength: 12 }).filter((text) => !sentinels.has(text));
const numbers = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0);

const assets = fc.oneof(
  fc.record({ text: fc.string({ minLength: 1 }), hash: hashes }),
  fc.record({ path: names, hash: hashes }),
  fc.record({ uri: fc.constant("https://example.com/a"), hash: hashes }),
);

/** Values of every kind, nested; no null at the top, which is the same as no property. */
export function propertyValues(
  options: { outputs?: boolean; unknowns?: boolean } = {},
): fc.Arbitrary<PropertyValue> {
  const { outputs = false, unknowns = true } = options;
  return fc.letrec<{ value: PropertyValue; map: PropertyMap; archive: Archive }>((tie) => ({
    map: fc.array(fc.tuple(keys, tie("value")), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
    archive: fc.oneof(
      fc.record({ path: names, hash: hashes }).map((archive) => new Archive(archive)),
      fc
        .tuple(
          fc.dictionary(
            names,
            assets.map((asset) => new Asset(asset)),
            { maxKeys: 3, noNullPrototype: true },
          ),
          hashes,
        )
        .map(([members, hash]) => new Archive({ assets: members, hash })),
    ),
    value: fc.oneof(
      { maxDepth: 3, depthIdentifier: "value" },
      fc.oneof(fc.constant(null), fc.boolean(), numbers, texts),
      assets.map((asset) => new Asset(asset)),
      fc
        .tuple(urns, fc.option(names, { nil: undefined }), fc.constantFrom("", "1.2.3"))
        .map(([urn, id, version]) => new ResourceReference(urn, id, version)),
      ...(unknowns ? [fc.constantFrom(...kinds).map((kind) => new Unknown(kind))] : []),
      tie("archive"),
      fc.array(tie("value"), { maxLength: 4 }),
      tie("map"),
      tie("value").map((element) => new Secret(element)),
      ...(outputs
        ? [
            fc
              .record({
                element: tie("value"),
                secret: fc.boolean(),
                dependencies: fc.array(urns, { maxLength: 2 }),
              })
              .map((output) => new Output({ ...output, known: true })),
          ]
        : []),
    ),
  })).value;
}

/** Properties of every kind. */
export function propertyMaps(
  options: { outputs?: boolean; unknowns?: boolean } = {},
): fc.Arbitrary<PropertyMap> {
  return fc
    .array(fc.tuple(keys, propertyValues(options)), { maxLength: 5 })
    .map((pairs) => Object.fromEntries(pairs));
}
