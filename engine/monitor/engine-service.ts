import {
  GetRootResourceResponse,
  LogSeverity,
  RequirePulumiVersionResponse,
  SetRootResourceResponse,
  type LogRequest,
  type SetRootResourceRequest,
} from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
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

/** Serves RequirePulumiVersion: this engine has no version of Pulumi's, but speaks its protocol. */
export function requirePulumiVersion(): RequirePulumiVersionResponse {
  return new RequirePulumiVersionResponse();
}
