import { CallResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { ResourceCallRequest } from "@pulumi/pulumi/proto/resource_pb";
import { isProviderType, packageOfType, type Urn } from "../urn";
import {
  isPropertyMap,
  propertyOf,
  ResourceReference,
  type PropertyMap,
  type PropertyValue,
} from "../values";
import { InvalidRequestError } from "./errors";
import { toCheckFailure } from "./invoke";
import type { Monitor } from "./monitor";
import { dependenciesOf } from "./output-values";
import { pluginOf } from "./packages";
import { urn } from "./resource-options";
import { fromStruct, keepAll, toStruct } from "../struct";

/** Serves Call: a method of a component or of a provider. */
export async function call(monitor: Monitor, request: ResourceCallRequest): Promise<CallResponse> {
  const token = request.getTok();
  const args = fromStruct(request.getArgs(), { ...keepAll, upgradeToOutputValues: true });
  const { packageName, reference } = target(monitor, request, args);
  const plugin = pluginOf(packageName, request.getVersion(), request.getPlugindownloadurl());
  const wanted = monitor.packages.providerRequest(request.getPackageref(), plugin);
  const provider = await monitor.provider(reference, wanted, token);
  const response = await provider.call({
    token,
    args,
    argDependencies: argDependencies(request, args),
    info: await monitor.programInfo(),
  });
  const message = new CallResponse()
    .setReturn(toStruct(response.result, { keepUnknowns: true, keepSecrets: true, keepResources: true }))
    .setFailuresList(response.failures.map(toCheckFailure));
  for (const [key, value] of Object.entries(response.result)) {
    const found = dependenciesOf(value, new Set(response.resultDependencies[key]));
    message
      .getReturndependenciesMap()
      .set(key, new CallResponse.ReturnDependencies().setUrnsList([...found]));
  }
  return message;
}

interface Target {
  readonly packageName: string;
  /** "" for the package's default provider. */
  readonly reference: string;
}

function target(monitor: Monitor, request: ResourceCallRequest, args: PropertyMap): Target {
  const token = request.getTok();
  const self = propertyOf(args, "__self__");
  // A method of a provider: the provider itself is the one that is called.
  if (isProviderType(token)) {
    const [packageName, method, ...rest] = (token.split(":")[2] ?? "").split("/");
    if (packageName === undefined || method === undefined || rest.length > 0) {
      throw new InvalidRequestError(`invalid provider method token ${token}`);
    }
    return { packageName, reference: `${selfPart(self, "urn")}::${selfPart(self, "id")}` };
  }
  const packageName = packageOfType(token);
  if (request.getProvider() !== "" || self === undefined) {
    return { packageName, reference: request.getProvider() };
  }
  const called = selfPart(self, "urn");
  const goal = monitor.goals.get(called);
  if (goal === undefined) throw new InvalidRequestError(`unknown resource ${called}`);
  return { packageName, reference: goal.provider };
}

function selfPart(self: PropertyValue | undefined, part: "urn" | "id"): string {
  const found =
    self instanceof ResourceReference ? self[part] : isPropertyMap(self) ? propertyOf(self, part) : undefined;
  if (typeof found !== "string") {
    throw new InvalidRequestError(`missing __self__.${part} for method call`);
  }
  return found;
}

function argDependencies(request: ResourceCallRequest, args: PropertyMap): Record<string, Urn[]> {
  const told = request.getArgdependenciesMap();
  const entries = Object.entries(args).map(([key, value]): [string, Urn[]] => {
    const urns = told.get(key)?.getUrnsList() ?? [];
    const given = urns.map((each) => urn(each, `dependency on argument ${key}`));
    return [key, [...dependenciesOf(value, new Set(given))]];
  });
  return Object.fromEntries(entries);
}
