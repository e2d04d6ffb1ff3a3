import { CheckFailure, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { TransformInvokeOptions, type ResourceInvokeRequest } from "@pulumi/pulumi/proto/resource_pb";
import { packageOfType } from "../urn";
import { RpcError } from "./errors";
import type { Monitor } from "./monitor";
import { pluginOf } from "./packages";
import { fromStruct, toStruct } from "../struct";

/** Older SDKs ask for it without saying that they take references; they always did. */
const getResource = "pulumi:pulumi:getResource";

/** Serves Invoke: a function of a provider. */
export async function invoke(monitor: Monitor, request: ResourceInvokeRequest): Promise<InvokeResponse> {
  const token = request.getTok();
  let given = {
    args: fromStruct(request.getArgs(), { keepUnknowns: true, keepSecrets: true, keepResources: true }),
    options: new TransformInvokeOptions()
      .setProvider(request.getProvider())
      .setVersion(request.getVersion())
      .setPluginDownloadUrl(request.getPlugindownloadurl()),
  };
  for (const transform of monitor.transforms.ofInvokes) given = await transform(token, given);

  const { args, options } = given;
  const plugin = pluginOf(packageOfType(token), options.getVersion(), options.getPluginDownloadUrl());
  const wanted = monitor.packages.providerRequest(request.getPackageref(), plugin);
  const provider = await monitor.provider(options.getProvider(), wanted, token);
  const { result, failures } = await provider
    .invoke({ token, args, preview: monitor.options.context.dryRun })
    .catch((cause: unknown) => {
      throw new RpcError(2, `invocation of ${token} returned an error: ${messageOf(cause)}`, { cause });
    });
  return new InvokeResponse()
    .setReturn(
      toStruct(result, {
        keepUnknowns: true,
        keepSecrets: true,
        keepResources: token === getResource || request.getAcceptresources(),
      }),
    )
    .setFailuresList(failures.map(toCheckFailure));
}

/** A failure as messages carry it. */
export function toCheckFailure({ property, reason }: { property: string; reason: string }): CheckFailure {
  return new CheckFailure().setProperty(property).setReason(reason);
}

/** What is to be read of something that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
