import type { RegisterResourceOutputsRequest } from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { parseUrn, rootStackType } from "../urn";
import { withAssetHashes } from "../values";
import type { Monitor } from "./monitor";
import { urn } from "./resource-options";
import { fromStruct } from "../struct";

/** Serves RegisterResourceOutputs: what a component, or the stack, gives when it is done. */
export async function registerResourceOutputs(
  monitor: Monitor,
  request: RegisterResourceOutputsRequest,
): Promise<Empty> {
  const outputs = fromStruct(request.getOutputs(), {
    keepUnknowns: true,
    keepSecrets: true,
    keepResources: true,
  });
  const resource = urn(request.getUrn(), "resource");
  if (parseUrn(resource).qualifiedType === rootStackType) monitor.hasStackOutputs = true;
  await monitor.registrar.registerResourceOutputs(
    resource,
    await withAssetHashes(outputs, monitor.options.folder),
  );
  return new Empty();
}
