import {
  anyType,
  type EnumSpec,
  type ObjectSpec,
  type Properties,
  type PropertySpec,
  type TypeSpec,
} from "./package-spec";

/** A JSON schema (draft 7), in the subset that sdk/stack-file and sdk/automation/plan read. */
export type JsonSchema = Readonly<Record<string, unknown>>;

type Types = ReadonlyMap<string, ObjectSpec | EnumSpec>;

/** What may stand in the place of a value that is no text, or no free one. */
const interpolation = {
  description: "A value of the stack's configuration.",
  type: "string",
  pattern: "^\\$\\{(config|secret):[^}]+\\}$",
};

interface JsonSchemaOptions {
  readonly title: string;
  /** Whether a value may be a reference to the stack's configuration. */
  readonly isInterpolated: boolean;
}

/** Types of the schema as a JSON schema that editors understand. */
export function jsonSchema(
  root: ObjectSpec,
  types: Types,
  { isInterpolated, title }: JsonSchemaOptions,
): JsonSchema {
  const definitions = [...types]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([token, spec]) => [
      definitionName(token),
      "enum" in spec ? { enum: spec.enum.map(({ value }) => value) } : objectSchema(spec),
    ]);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title,
    ...objectSchema(root),
    definitions: {
      ...(Object.fromEntries(definitions) as object),
      ...(isInterpolated ? { interpolation } : {}),
    },
  };

  function objectSchema({ description, properties, required }: ObjectSpec): JsonSchema {
    return {
      ...(description === undefined ? {} : { description }),
      type: "object",
      properties: propertySchemas(properties),
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: false,
    };
  }

  function propertySchemas(properties: Properties): JsonSchema {
    return Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [
        name,
        {
          description: property.description,
          ...typeSchema(property, property.language?.moorage),
          ...(property.secret === true ? { "x-moorage-secret": true } : {}),
        },
      ]),
    );
  }

  function typeSchema(
    type: TypeSpec,
    limits: NonNullable<PropertySpec["language"]>["moorage"] = {},
  ): JsonSchema {
    if (type.names !== undefined) {
      const words = type.words === undefined ? {} : { "x-moorage-words": type.words };
      return { type: "string", "x-moorage-names": type.names, ...words };
    }
    if (type.$ref === anyType) return {};
    if (type.$ref !== undefined) {
      const token = type.$ref.replace("#/types/", "");
      const reference = { $ref: `#/definitions/${definitionName(token)}` };
      return types.get(token)?.type === "string" ? interpolated(reference) : reference;
    }
    if (type.type === "array") return { type: "array", items: typeSchema(type.items ?? { $ref: anyType }) };
    if (type.type === "object") {
      return {
        type: "object",
        additionalProperties: typeSchema(type.additionalProperties ?? { $ref: anyType }),
      };
    }
    const isFreeText = type.type === "string" && limits.pattern === undefined;
    return isFreeText
      ? { type: "string" }
      : interpolated({ type: type.oneOf?.map((each) => each.type) ?? type.type, ...limits });
  }

  function interpolated(schema: JsonSchema): JsonSchema {
    return isInterpolated ? { anyOf: [schema, { $ref: "#/definitions/interpolation" }] } : schema;
  }
}

function definitionName(token: string): string {
  return token.replace(/^.*:/, "");
}
