import { InvokeResponse, type InvokeRequest } from "@pulumi/pulumi/proto/provider_pb";
import { validate } from "../schema/validate";
import type { Call } from "./call";
import { failuresOf } from "./check";
import { withSecrets } from "./secrets";
import type { Session } from "./session";
import { decode, encode } from "./wire";

/** Answers a function that a program asks for. */
export async function invoke(session: Session, request: InvokeRequest, call: Call): Promise<InvokeResponse> {
  const token = request.getTok();
  const { spec, run } = session.function(token);
  const taken = { inputProperties: spec.inputs.properties, requiredInputs: spec.inputs.required };
  const decoded = decode(request.getArgs());
  const args = withSecrets(session.schema, taken, decoded.bag);
  session.learnSecrets(taken, args);
  const failures = [...decoded.refused, ...validate(session.schema, spec.inputs, args.values)];
  if (failures.length > 0) {
    return new InvokeResponse().setFailuresList(failuresOf(args, failures, session.redactor.clean));
  }
  const result = await run(session.functionContext(token, call.signal), args);
  return new InvokeResponse().setReturn(encode(result));
}
