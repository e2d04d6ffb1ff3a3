import {
  GetRootResourceResponse,
  LogSeverity,
  RequirePulumiVersionResponse,
  SetRootResourceResponse,
  type LogRequest,
  type RequirePulumiVersionRequest,
  type SetRootResourceRequest,
} from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { unmetRequirement } from "../pulumi-version";
import { UnmetRequirementError } from "./errors";
import type { Monitor } from "./monitor";

const severities = {
  [LogSeverity.INFO]: "info",
  [LogSeverity.WARNING]: "warning",
  [LogSeverity.ERROR]: "error",
} as const;

/** Serves Log. The SDK sends three debug messages a resource, which nobody reads. */
export function log(monitor: Monitor, request: LogRequest): Empty {
  const level = request.getSeverity();
  if (level !== LogSeverity.DEBUG) {
    monitor.registrar.log({
      severity: severities[level],
      message: request.getMessage(),
      urn: request.getUrn() === "" ? undefined : request.getUrn(),
      streamID: request.getStreamid(),
      ephemeral: request.getEphemeral(),
    });
  }
  return new Empty();
}

/** Serves SetRootResource and GetRootResource: programs of older SDKs ask for what they have told. */
export function setRootResource(monitor: Monitor, request: SetRootResourceRequest): SetRootResourceResponse {
  monitor.rootResource = request.getUrn();
  return new SetRootResourceResponse();
}

export function getRootResource(monitor: Monitor): GetRootResourceResponse {
  return new GetRootResourceResponse().setUrn(monitor.rootResource ?? "");
}

/** Serves RequirePulumiVersion: a program says which versions of Pulumi it works with. */
export function requirePulumiVersion(
  _monitor: Monitor,
  request: RequirePulumiVersionRequest,
): RequirePulumiVersionResponse {
  const unmet = unmetRequirement(request.getPulumiVersionRange());
  if (unmet !== undefined) throw new UnmetRequirementError(`the program cannot run here: ${unmet}`);
  return new RequirePulumiVersionResponse();
}
