import { Metadata, type status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { PartialError } from "../resources/lifecycle";
import { encode } from "./wire";

/** The engine looks into this header for what is there now. */
export function partialDetails(error: PartialError, code: status, message: string): Metadata {
  const left = new ErrorResourceInitFailed()
    .setId(error.id)
    .setProperties(encode(error.state))
    .setInputs(encode(error.inputs))
    .setReasonsList([message]);
  const detail = new Any();
  detail.pack(left.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const details = new Status().setCode(code).setMessage(message).setDetailsList([detail]);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(details.serializeBinary()));
  return metadata;
}
