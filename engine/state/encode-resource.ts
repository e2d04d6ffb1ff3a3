import type { Crypter } from "../secrets";
import { formatPropertyPath } from "../values";
import { encodeProperties, encodeValue, type Json } from "./encode-value";
import type { PendingOperation, ResourceState } from "./resource-state";

/** What a checkpoint may use beyond version 3; an engine that does not know one of them refuses the checkpoint. */
export const features = ["hooks", "refreshBeforeUpdate", "replaceWith", "taint", "views"] as const;

export type Feature = (typeof features)[number];

/** The features that a record needs. */
export function featuresOf(state: ResourceState): Feature[] {
  const used: Record<Feature, boolean> = {
    hooks: Object.keys(state.resourceHooks).length > 0,
    refreshBeforeUpdate: state.refreshBeforeUpdate,
    replaceWith: state.replaceWith.length > 0,
    taint: state.taint,
    views: state.viewOf !== undefined,
  };
  return features.filter((feature) => used[feature]);
}

/** A pending operation as a checkpoint has it. */
export function encodeOperation({ resource, type }: PendingOperation, crypter: Crypter): Json {
  return { resource: encodeResource(resource, crypter), type };
}

/** A record as a checkpoint has it: in the CLI's order, without what is empty. */
export function encodeResource(state: ResourceState, crypter: Crypter): Json {
  const { customTimeouts, replacementTrigger } = state;
  return {
    urn: state.urn,
    custom: state.custom,
    ...present("delete", state.delete),
    ...present("id", state.id),
    type: state.type,
    ...filled("inputs", encodeProperties(state.inputs, crypter)),
    ...filled("outputs", encodeProperties(state.outputs, crypter)),
    ...present("parent", state.parent),
    ...present("protect", state.protect),
    ...present("taint", state.taint),
    ...present("external", state.external),
    ...filled("dependencies", state.dependencies),
    ...filled("initErrors", state.initErrors),
    ...present("provider", state.provider),
    ...filled("propertyDependencies", state.propertyDependencies),
    ...present("pendingReplacement", state.pendingReplacement),
    ...filled("additionalSecretOutputs", state.additionalSecretOutputs),
    ...filled("aliases", state.aliases),
    ...filled("customTimeouts", {
      ...present("create", customTimeouts.create),
      ...present("update", customTimeouts.update),
      ...present("delete", customTimeouts.delete),
      ...present("read", customTimeouts.read),
    }),
    ...present("importID", state.importID),
    ...present("retainOnDelete", state.retainOnDelete),
    ...present("deletedWith", state.deletedWith),
    ...filled("replaceWith", state.replaceWith),
    ...present("created", state.created),
    ...present("modified", state.modified),
    ...present("sourcePosition", state.sourcePosition),
    ...filled(
      "stackTrace",
      state.stackTrace.map(({ sourcePosition }) => present("sourcePosition", sourcePosition)),
    ),
    ...filled("ignoreChanges", state.ignoreChanges),
    ...filled("hideDiff", state.hideDiff.map(formatPropertyPath)),
    ...filled("replaceOnChanges", state.replaceOnChanges),
    ...(replacementTrigger === null ? {} : { replacementTrigger: encodeValue(replacementTrigger, crypter) }),
    ...present("refreshBeforeUpdate", state.refreshBeforeUpdate),
    ...present("viewOf", state.viewOf),
    ...filled("resourceHooks", state.resourceHooks),
    ...state.others,
  };
}

type JsonMap = Readonly<Record<string, Json>>;

function present(key: string, value: string | number | boolean | undefined): JsonMap {
  return value ? { [key]: value } : {};
}

function filled(key: string, value: readonly Json[] | JsonMap): JsonMap {
  return Object.keys(value).length > 0 ? { [key]: value } : {};
}
