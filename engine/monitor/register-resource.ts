import {
  RegisterResourceResponse,
  Result,
  type RegisterResourceRequest,
  type TransformResourceOptions,
} from "@pulumi/pulumi/proto/resource_pb";
import type { Goal, Registered } from "../steps/goal";
import { isProviderType, packageOfType, type Urn } from "../urn";
import { containsUnknowns, flattenOutputs, withAssetHashes, type PropertyMap } from "../values";
import { construct } from "./construct";
import {
  extendedByInputs,
  requestedDependencies,
  transformedDependencies,
  type Dependencies,
} from "./dependencies";
import { InvalidRequestError, RpcError } from "./errors";
import { withPlugin } from "./explicit-provider";
import { inheritFromParent } from "./inheritance";
import type { Monitor } from "./monitor";
import { asOutputs, withDependencies } from "./output-values";
import { pluginOf } from "./packages";
import {
  aliasesOf,
  givenOptions,
  hiddenDiffsOf,
  hooksOf,
  optionalUrn,
  optionsOf,
  replacementTriggerOf,
  timeoutsOf,
  urn,
} from "./resource-options";
import { resourceTransform, type TransformedResource } from "./transforms";
import { fromStruct, keepAll, toStruct } from "../struct";

/** A registration as far as it is worked out. */
export interface Registration extends TransformedResource {
  readonly request: RegisterResourceRequest;
  readonly remote: boolean;
  readonly inputs: PropertyMap;
  readonly options: TransformResourceOptions;
  readonly dependencies: Dependencies;
  /** The provider's reference; "" for local components and for providers. */
  readonly provider: string;
}

/** Serves RegisterResource: works out what is asked for, and has it made, or its component constructed. */
export async function registerResource(
  monitor: Monitor,
  request: RegisterResourceRequest,
): Promise<RegisterResourceResponse> {
  const parent = optionalUrn(request.getParent(), "parent");
  inheritFromParent(request, parent === undefined ? undefined : monitor.goals.get(parent));
  const resource = { name: request.getName(), type: request.getType(), custom: request.getCustom(), parent };
  refuseImpossible(request);

  const given = await withAssetHashes(fromStruct(request.getObject(), keepAll), monitor.options.folder);
  const requested = requestedDependencies(request, given);
  const remote = request.getRemote();
  const own = monitor.transforms.own(
    resource,
    remote,
    request.getTransformsList().map((callback) => resourceTransform(monitor.callbacks, callback)),
  );
  const hasTransforms = request.getTransformsList().length > 0;
  const transforms = monitor.transforms.all(own, parent);
  const shown = transforms.length > 0 ? asOutputs(given) : given;
  let transformed = {
    inputs: hasTransforms ? withDependencies(shown, requested.byProperty) : shown,
    options: optionsOf(request, resolveProvider(monitor, request, parent)),
  };
  for (const transform of transforms) {
    transformed = await transform(resource, transformed);
  }
  const { options } = transformed;
  // A transform returns assets without the hash that they came with.
  const inputs = await withAssetHashes(transformed.inputs, monitor.options.folder);
  inheritProviders(monitor, options, resource);

  const registration: Registration = {
    ...resource,
    request,
    remote,
    inputs,
    options,
    dependencies: hasTransforms
      ? transformedDependencies(options.getDependsOnList(), inputs)
      : extendedByInputs(requested, inputs),
    provider: await providerOf(monitor, request, options),
  };
  const { registered, outputDependencies } = remote
    ? await construct(monitor, registration)
    : { registered: await register(monitor, registration), outputDependencies: {} };

  monitor.transforms.registered(registered.urn, parent, own);
  if (!resource.custom) {
    monitor.componentProviders.set(registered.urn, new Map(options.getProvidersMap().entries()));
  }
  return respond(request, registered, outputDependencies);
}

function refuseImpossible(request: RegisterResourceRequest): void {
  const type = request.getType();
  if ((request.getCustom() || request.getRemote()) && type.split(":").length !== 3) {
    throw new InvalidRequestError(`Type '${type}' is not a valid type token (must have format '*:*:*')`);
  }
  if (request.getEnvvarmappingsMap().getLength() > 0 && !isProviderType(type)) {
    throw new InvalidRequestError("envVarMappings can only be used with provider resources");
  }
}

/** Explicit, else from the request's own `providers`, else from those of the component that it is in. */
function resolveProvider(
  monitor: Monitor,
  request: RegisterResourceRequest,
  parent: Urn | undefined,
): string {
  const isProvided = request.getCustom() || request.getRemote();
  if (request.getProvider() !== "" || !isProvided) return request.getProvider();
  const packageName = packageOfType(request.getType());
  return (
    request.getProvidersMap().get(packageName) ??
    (parent && monitor.componentProviders.get(parent)?.get(packageName)) ??
    ""
  );
}

/** A component in a component has the outer one's providers too. */
function inheritProviders(
  monitor: Monitor,
  options: TransformResourceOptions,
  { custom, parent }: TransformedResource,
): void {
  if (custom || parent === undefined) return;
  const own = options.getProvidersMap();
  for (const [name, reference] of monitor.componentProviders.get(parent) ?? []) {
    if (!own.has(name)) own.set(name, reference);
  }
}

async function providerOf(
  monitor: Monitor,
  request: RegisterResourceRequest,
  options: TransformResourceOptions,
): Promise<string> {
  const type = request.getType();
  const isProvided = (request.getCustom() && !isProviderType(type)) || request.getRemote();
  if (!isProvided) return "";
  const plugin = pluginOf(packageOfType(type), options.getVersion(), options.getPluginDownloadUrl());
  const wanted = monitor.packages.providerRequest(request.getPackageref(), plugin);
  return monitor.providerReference(options.getProvider(), wanted);
}

async function register(monitor: Monitor, registration: Registration): Promise<Registered> {
  const goal = goalOf(monitor, registration);
  const registered = await monitor.registrar.registerResource(goal);
  if (registered.result !== "success" && !registration.request.getSupportsresultreporting()) {
    throw new RpcError(13, "resource registration failed");
  }
  monitor.goals.set(registered.urn, goal);
  return registered;
}

function goalOf(monitor: Monitor, registration: Registration): Goal {
  const { request, options, dependencies, type, name, custom, parent } = registration;
  const { positions } = monitor.options;
  const flat = flattenOutputs(registration.inputs);
  return {
    type,
    name,
    custom,
    inputs: isProviderType(type) ? withPlugin(monitor, registration, flat) : flat,
    parent,
    // The default provider of a component is nobody's.
    provider: registration.provider,
    dependencies: [...dependencies.all],
    propertyDependencies: Object.fromEntries(
      [...dependencies.byProperty].map(([key, found]) => [key, [...found]]),
    ),
    ...givenOptions(options),
    deletedWith: optionalUrn(options.getDeletedWith(), "DeletedWith"),
    replaceWith: options.getReplaceWithList().map((each) => urn(each, "ReplaceWith")),
    replacementTrigger: replacementTriggerOf(options),
    ignoreChanges: options.getIgnoreChangesList(),
    replaceOnChanges: options.getReplaceOnChangesList(),
    hideDiff: hiddenDiffsOf(options),
    additionalSecretOutputs: options.getAdditionalSecretOutputsList(),
    aliases: aliasesOf(options),
    importID: options.getImport() === "" ? undefined : options.getImport(),
    customTimeouts: timeoutsOf(options),
    hooks: hooksOf(options),
    sourcePosition: positions.describe(request.getSourceposition()),
    stackTrace: positions.describeStack(request.getStacktrace()),
  };
}

const results = { success: Result.SUCCESS, failed: Result.FAIL, skipped: Result.SKIP } as const;

function respond(
  request: RegisterResourceRequest,
  registered: Registered,
  outputDependencies: Readonly<Record<string, readonly Urn[]>>,
): RegisterResourceResponse {
  // What a local component had for outputs may refer to resources that are not registered yet in this run.
  const isLocalComponent = !request.getCustom() && !request.getRemote();
  const outputs = isLocalComponent ? {} : registered.outputs;
  const told = request.getSupportspartialvalues() ? outputs : withoutUnknowns(outputs);
  const response = new RegisterResourceResponse()
    .setUrn(registered.urn)
    .setId(registered.id)
    .setObject(
      toStruct(told, {
        keepUnknowns: true,
        keepSecrets: request.getAcceptsecrets(),
        keepResources: request.getAcceptresources(),
      }),
    )
    .setResult(results[registered.result]);
  for (const [key, urns] of Object.entries(outputDependencies)) {
    const dependencies = new RegisterResourceResponse.PropertyDependencies().setUrnsList([...urns]);
    response.getPropertydependenciesMap().set(key, dependencies);
  }
  return response;
}

function withoutUnknowns(properties: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => !containsUnknowns(value)));
}
