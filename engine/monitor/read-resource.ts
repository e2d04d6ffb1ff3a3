import { ReadResourceResponse, type ReadResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { isProviderType, packageOfType } from "../urn";
import type { Monitor } from "./monitor";
import { pluginOf } from "./packages";
import { optionalUrn, urn } from "./resource-options";
import { fromStruct, toStruct } from "../struct";

/** Serves ReadResource: an object that somebody else owns. */
export async function readResource(
  monitor: Monitor,
  request: ReadResourceRequest,
): Promise<ReadResourceResponse> {
  const type = request.getType();
  const { positions } = monitor.options;
  const read = await monitor.registrar.readResource({
    type,
    name: request.getName(),
    id: request.getId(),
    parent: optionalUrn(request.getParent(), "parent"),
    provider: isProviderType(type) ? request.getProvider() : await providerOf(monitor, request),
    inputs: fromStruct(request.getProperties(), {
      keepUnknowns: true,
      keepSecrets: true,
      keepResources: true,
    }),
    dependencies: request.getDependenciesList().map((each) => urn(each, "dependency")),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    sourcePosition: positions.describe(request.getSourceposition()),
    stackTrace: positions.describeStack(request.getStacktrace()),
  });
  return new ReadResourceResponse().setUrn(read.urn).setProperties(
    toStruct(read.outputs, {
      keepUnknowns: true,
      keepSecrets: request.getAcceptsecrets(),
      keepResources: request.getAcceptresources(),
    }),
  );
}

async function providerOf(monitor: Monitor, request: ReadResourceRequest): Promise<string> {
  const type = request.getType();
  const plugin = pluginOf(packageOfType(type), request.getVersion(), request.getPlugindownloadurl());
  const wanted = monitor.packages.providerRequest(request.getPackageref(), plugin);
  const reference = await monitor.providerReference(request.getProvider(), wanted);
  monitor.refuseDenied(reference, wanted.package, type);
  return reference;
}
