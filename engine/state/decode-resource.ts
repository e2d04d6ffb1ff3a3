import {
  MalformedValueError,
  parsePropertyPath,
  type PropertyMap,
  type PropertyPath,
  type PropertyValue,
} from "../values";
import { decodeProperties, decodeValue, type Opener } from "./decode-value";
import { FieldError, type Fields } from "./fields";
import type { OperationType, PendingOperation, ResourceState } from "./resource-state";

const operationTypes: readonly string[] = ["creating", "updating", "deleting", "reading", "importing"];

/** A pending operation from a checkpoint. @throws FieldError */
export function decodeOperation(fields: Fields, crypter: Opener): PendingOperation {
  const type = fields.required("type");
  if (!operationTypes.includes(type))
    throw new FieldError(`${fields.path}.type is the unknown operation ${type}`);
  return { type: type as OperationType, resource: decodeResource(fields.object("resource"), crypter) };
}

/** What a record may have: the rest stays as it is. */
const knownFields: ReadonlySet<string> = new Set<keyof ResourceState>([
  "urn",
  "custom",
  "delete",
  "id",
  "type",
  "inputs",
  "outputs",
  "parent",
  "protect",
  "taint",
  "external",
  "dependencies",
  "initErrors",
  "provider",
  "propertyDependencies",
  "pendingReplacement",
  "additionalSecretOutputs",
  "aliases",
  "customTimeouts",
  "importID",
  "retainOnDelete",
  "deletedWith",
  "replaceWith",
  "created",
  "modified",
  "sourcePosition",
  "stackTrace",
  "ignoreChanges",
  "hideDiff",
  "replaceOnChanges",
  "replacementTrigger",
  "refreshBeforeUpdate",
  "viewOf",
  "resourceHooks",
]);

/** A record from a checkpoint. @throws FieldError; SecretsError for what cannot be decrypted */
export function decodeResource(fields: Fields, crypter: Opener): ResourceState {
  const timeouts = fields.object("customTimeouts");
  const others = fields.others(knownFields);
  return {
    urn: fields.required("urn"),
    custom: fields.flag("custom"),
    delete: fields.flag("delete"),
    id: fields.text("id"),
    type: fields.required("type"),
    inputs: properties(fields, "inputs", crypter),
    outputs: properties(fields, "outputs", crypter),
    parent: fields.optionalText("parent"),
    protect: fields.flag("protect"),
    taint: fields.flag("taint"),
    external: fields.flag("external"),
    dependencies: fields.texts("dependencies"),
    initErrors: fields.texts("initErrors"),
    provider: fields.text("provider"),
    propertyDependencies: fields.textLists("propertyDependencies"),
    pendingReplacement: fields.flag("pendingReplacement"),
    additionalSecretOutputs: fields.texts("additionalSecretOutputs"),
    aliases: fields.texts("aliases"),
    customTimeouts: {
      create: timeouts.number("create"),
      update: timeouts.number("update"),
      delete: timeouts.number("delete"),
      ...(timeouts.has("read") ? { read: timeouts.number("read") } : {}),
    },
    importID: fields.text("importID"),
    retainOnDelete: fields.flag("retainOnDelete"),
    deletedWith: fields.optionalText("deletedWith"),
    replaceWith: fields.texts("replaceWith"),
    created: fields.optionalText("created"),
    modified: fields.optionalText("modified"),
    sourcePosition: fields.text("sourcePosition"),
    stackTrace: fields
      .objects("stackTrace")
      .map((frame) => ({ sourcePosition: frame.text("sourcePosition") })),
    ignoreChanges: fields.texts("ignoreChanges"),
    hideDiff: paths(fields, "hideDiff"),
    replaceOnChanges: fields.texts("replaceOnChanges"),
    replacementTrigger: value(fields, "replacementTrigger", crypter),
    refreshBeforeUpdate: fields.flag("refreshBeforeUpdate"),
    viewOf: fields.optionalText("viewOf"),
    resourceHooks: fields.textLists("resourceHooks"),
    ...(others && { others }),
  };
}

function properties(fields: Fields, key: string, crypter: Opener): PropertyMap {
  return named(fields, key, () => decodeProperties(fields.map(key), crypter));
}

function value(fields: Fields, key: string, crypter: Opener): PropertyValue {
  return named(fields, key, () => decodeValue(key, fields.value(key), crypter));
}

function named<T>(fields: Fields, key: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    if (!(cause instanceof MalformedValueError)) throw cause;
    throw new FieldError(`${fields.path}.${key}, ${cause.message}`, { cause });
  }
}

function paths(fields: Fields, key: string): PropertyPath[] {
  return fields.texts(key).map((text) => {
    const path = parsePropertyPath(text);
    if (path === undefined)
      throw new FieldError(`${fields.path}.${key}: ${JSON.stringify(text)} is no property path`);
    return path;
  });
}
