import { ReadResponse, type ReadRequest } from "@pulumi/pulumi/proto/provider_pb";
import type { Bag } from "../resources/bag";
import { PartialError } from "../resources/lifecycle";
import { withMarks } from "./apply";
import type { Call } from "./call";
import { bagUnlessEmpty } from "./requests";
import { withSecrets } from "./secrets";
import type { Session } from "./session";
import { encode } from "./wire";

/** Reads a resource as it is, for a refresh or an import; an answer without an id says that it is gone. */
export async function read(session: Session, request: ReadRequest, call: Call): Promise<ReadResponse> {
  const { urn, spec, lifecycle } = session.subject(request.getUrn());
  const inputs = bagUnlessEmpty(request.getInputs());
  const state = bagUnlessEmpty(request.getProperties());
  session.learnSecrets(spec, inputs, state);
  const mark = (bag: Bag): Bag => withSecrets(session.schema, spec, bag, inputs, state);
  try {
    const found = await lifecycle.read(session.context(urn, call.signal), {
      id: request.getId(),
      inputs,
      state,
    });
    if (found === undefined) return new ReadResponse();
    return new ReadResponse()
      .setId(found.id)
      .setInputs(encode(mark(found.inputs)))
      .setProperties(encode(mark(found.state)));
  } catch (error) {
    throw error instanceof PartialError ? withMarks(error, mark) : error;
  }
}
