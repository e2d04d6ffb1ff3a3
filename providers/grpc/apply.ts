import {
  CreateResponse,
  UpdateResponse,
  type CreateRequest,
  type UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import type { Bag } from "../resources/bag";
import { PartialError, type ApplyRequest, type ApplyResult } from "../resources/lifecycle";
import type { Call } from "./call";
import { bagUnlessEmpty } from "./requests";
import { withSecrets } from "./secrets";
import type { Session } from "./session";
import { decodeChecked, encode } from "./wire";

/** Makes a resource, or in preview says what would be made. */
export async function create(session: Session, request: CreateRequest, call: Call): Promise<CreateResponse> {
  const result = await apply(session, request.getUrn(), call, {
    id: undefined,
    oldInputs: undefined,
    oldState: undefined,
    inputs: decodeChecked(request.getProperties()),
    preview: request.getPreview(),
  });
  return new CreateResponse().setId(result.id ?? "").setProperties(encode(result.state));
}

/** Changes a resource, or in preview says what would be changed. Its id stays. */
export async function update(session: Session, request: UpdateRequest, call: Call): Promise<UpdateResponse> {
  const result = await apply(session, request.getUrn(), call, {
    id: request.getId(),
    oldInputs: bagUnlessEmpty(request.getOldInputs()),
    oldState: decodeChecked(request.getOlds()),
    inputs: decodeChecked(request.getNews()),
    preview: request.getPreview(),
  });
  return new UpdateResponse().setProperties(encode(result.state));
}

async function apply(
  session: Session,
  urnText: string,
  call: Call,
  request: ApplyRequest,
): Promise<ApplyResult> {
  const { urn, spec, lifecycle } = session.subject(urnText);
  const mark = (bag: Bag): Bag => withSecrets(session.schema, spec, bag, request.inputs);
  session.learnSecrets(spec, request.inputs, request.oldInputs, request.oldState);
  try {
    const result = await lifecycle.apply(session.context(urn, call.signal), request);
    return { id: result.id, state: mark(result.state) };
  } catch (error) {
    throw error instanceof PartialError ? withMarks(error, mark) : error;
  }
}

/** The error with what it leaves in the state marked as secret where it has to be. */
export function withMarks(error: PartialError, mark: (bag: Bag) => Bag): PartialError {
  const left = { id: error.id, inputs: mark(error.inputs), state: mark(error.state) };
  return new PartialError(error, left);
}
