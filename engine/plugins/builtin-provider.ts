import { randomUUID } from "node:crypto";
import type { ResourceState } from "../state/resource-state";
import { parseUrn, type Urn } from "../urn";
import { containsSecrets, propertyOf, sortedKeys, Unknown, valuesEqual, type PropertyMap } from "../values";
import type * as rpc from "./provider";
import type { Provider } from "./provider";
import { ProviderError } from "./provider-errors";

/** What the engine's own package reads from. */
export interface BuiltinContext {
  /** The outputs of another stack; its secrets are secret. @throws if there is no such stack */
  stackOutputs(name: string): Promise<PropertyMap>;
  /** A resource that this operation has registered or read. */
  resource(urn: Urn): ResourceState | undefined;
}

const stackReference = "pulumi:pulumi:StackReference";
const stash = "pulumi:index:Stash";

const terms = {
  acceptSecrets: true,
  acceptResources: true,
  acceptOutputs: false,
  supportsAutonamingConfiguration: false,
};
const unchanged: rpc.DiffResponse = {
  changes: "none",
  replaceKeys: [],
  stableKeys: [],
  changedKeys: [],
  deleteBeforeReplace: false,
};

/** The provider of the package `pulumi`: references to stacks, stashes, and the look-up of resources. */
export function builtinProvider(context: BuiltinContext): Provider {
  return {
    handshake: async () => terms,
    parameterize: () => refuse("the builtin provider has no parameters"),
    getSchema: async () => "{}",
    // It takes no configuration.
    checkConfig: async () => ({ inputs: {}, failures: [] }),
    diffConfig: async () => unchanged,
    configure: async () => ({ ...terms, supportsPreview: true }),
    check: async (request) => check(request),
    diff: async (request) => diff(request),
    create: (request) => create(context, request),
    update: async ({ urn, newInputs, oldOutputs }) => {
      requireType(urn, [stash]);
      // What was stashed stays until the resource is replaced.
      const input = propertyOf(newInputs, "input") ?? null;
      const properties = { input, output: propertyOf(oldOutputs, "output") ?? null };
      return { properties, refreshBeforeUpdate: false };
    },
    delete: async () => {},
    read: (request) => read(context, request),
    invoke: async ({ token, args }) => ({ result: await invoke(context, token, args), failures: [] }),
    call: () => refuse("the builtin provider does not implement call"),
    construct: () => refuse("builtin resources may not be constructed"),
    cancel: async () => {},
    close: async () => {},
  };
}

/** The one input of each of the types. */
const inputOf: Readonly<Record<string, string>> = { [stackReference]: "name", [stash]: "input" };

function check({ urn, newInputs }: rpc.CheckRequest): rpc.CheckResponse {
  const input = inputOf[requireType(urn, [stackReference, stash])] ?? "";
  const failure = (property: string, reason: string): rpc.CheckResponse => ({
    failures: [{ property, reason }],
  });
  const other = Object.keys(newInputs).find((key) => key !== input);
  if (other !== undefined) return failure(other, `unknown property "${other}"`);
  const value = propertyOf(newInputs, input);
  if (value === undefined) return failure(input, `missing required property "${input}"`);
  if (input === "name" && typeof value !== "string" && !(value instanceof Unknown)) {
    return failure(input, 'property "name" must be a string');
  }
  return { inputs: newInputs, failures: [] };
}

function diff({ urn, oldInputs, newInputs }: rpc.DiffRequest): rpc.DiffResponse {
  const type = requireType(urn, [stackReference, stash]);
  const input = inputOf[type] ?? "";
  const [before, after] = [propertyOf(oldInputs, input), propertyOf(newInputs, input)];
  if (before !== undefined && after !== undefined && valuesEqual(before, after)) return unchanged;
  return type === stash
    ? { ...unchanged, changes: "some", changedKeys: [input] }
    : { ...unchanged, changes: "some", replaceKeys: [input] };
}

async function create(
  context: BuiltinContext,
  { urn, inputs, preview }: rpc.CreateRequest,
): Promise<rpc.CreateResponse> {
  const type = requireType(urn, [stackReference, stash]);
  const input = propertyOf(inputs, "input") ?? null;
  const properties =
    type === stash ? { input, output: input } : await readReference(context, propertyOf(inputs, "name"));
  return { id: preview ? "" : randomUUID(), properties, refreshBeforeUpdate: false };
}

async function read(
  context: BuiltinContext,
  { urn, id, inputs, properties }: rpc.ReadRequest,
): Promise<rpc.ReadResponse> {
  const type = requireType(urn, [stackReference, stash]);
  const given = inputs ?? {};
  if (type === stash) {
    if (Object.keys(given).length === 0) return refuse("stash can not be imported");
    return { id, inputs: given, properties, refreshBeforeUpdate: false };
  }
  const other = Object.keys(given).find((key) => key !== "name");
  if (other !== undefined) return refuse(`unknown property "${other}"`);
  if (propertyOf(given, "name") === undefined) return refuse("stack reference can not be imported");
  const found = await readReference(context, propertyOf(properties ?? given, "name"));
  return { id, inputs: given, properties: found, refreshBeforeUpdate: false };
}

async function readReference(context: BuiltinContext, name: unknown): Promise<PropertyMap> {
  if (typeof name !== "string") return refuse("the name of a stack reference must be a string");
  const outputs = await context.stackOutputs(name);
  const secretOutputNames = sortedKeys(outputs).filter((key) => containsSecrets(outputs[key] ?? null));
  return { name, outputs, secretOutputNames };
}

async function invoke(context: BuiltinContext, token: string, args: PropertyMap): Promise<PropertyMap> {
  switch (token) {
    case "pulumi:pulumi:readStackOutputs":
      return readReference(context, propertyOf(args, "name"));
    case "pulumi:pulumi:getResource":
      return getResource(context, propertyOf(args, "urn"));
    default:
      return refuse(`unrecognized function name: '${token}'`);
  }
}

function getResource(context: BuiltinContext, urn: unknown): PropertyMap {
  const state = typeof urn === "string" ? context.resource(urn) : undefined;
  if (state === undefined) return refuse(`unknown resource ${String(urn)}`);
  return { urn: state.urn, id: state.id, provider: state.provider, state: state.outputs };
}

function requireType(urn: Urn, types: readonly string[]): string {
  const { type } = parseUrn(urn);
  if (!types.includes(type))
    throw new ProviderError(`unrecognized resource type '${type}'`, "InvalidArgument");
  return type;
}

function refuse(reason: string): never {
  throw new ProviderError(reason, "InvalidArgument");
}
