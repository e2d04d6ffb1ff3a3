import { Metadata, status, type ServerErrorResponse } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { encode, type Bag } from "./wire";

/** A call that touched nothing. */
export function refusal(message: string, code = status.FAILED_PRECONDITION): ServerErrorResponse {
  return Object.assign(new Error(message), { code, details: message });
}

/** A call that left something half made. */
export function partialFailure(message: string, id: string, state: Bag, inputs: Bag): ServerErrorResponse {
  const left = new ErrorResourceInitFailed()
    .setId(id)
    .setProperties(encode(state))
    .setInputs(encode(inputs))
    .setReasonsList([message, "and so it stays"]);
  const detail = new Any();
  detail.pack(left.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const code = status.UNKNOWN;
  const details = new Status().setCode(code).setMessage(message).setDetailsList([detail]);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(details.serializeBinary()));
  return Object.assign(refusal(message, code), { metadata });
}
