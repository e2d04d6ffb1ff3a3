import type { DeleteRequest } from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Call } from "./call";
import type { Session } from "./session";
import { decodeChecked } from "./wire";

/** Removes a resource. */
export async function remove(session: Session, request: DeleteRequest, call: Call): Promise<Empty> {
  const { urn, spec, lifecycle } = session.subject(request.getUrn());
  const inputs = decodeChecked(request.getOldInputs());
  const state = decodeChecked(request.getProperties());
  session.learnSecrets(spec, inputs, state);
  await lifecycle.remove(session.context(urn, call.signal), {
    id: request.getId(),
    inputs,
    state,
  });
  return new Empty();
}
