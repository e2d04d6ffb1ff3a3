import { CheckFailure, CheckResponse, type CheckRequest } from "@pulumi/pulumi/proto/provider_pb";
import type { Redact } from "../redact";
import { formatPath, type Bag } from "../resources/bag";
import type { CheckFailure as Failure } from "../resources/lifecycle";
import { validate } from "../schema/validate";
import type { Call } from "./call";
import { bagUnlessEmpty } from "./requests";
import { isShownSecret, withSecrets } from "./secrets";
import type { Session } from "./session";
import { decode, encode } from "./wire";

const LONGEST = 400;

/** Holds a resource's inputs against the schema, and if they fit, against the noun's own rules. */
export async function check(session: Session, request: CheckRequest, call: Call): Promise<CheckResponse> {
  const { urn, spec, lifecycle } = session.subject(request.getUrn());
  const decoded = decode(request.getNews());
  const news = withSecrets(session.schema, spec, decoded.bag);
  session.learnSecrets(spec, news);
  const expected = { properties: spec.inputProperties, required: spec.requiredInputs };
  const failures = [...decoded.refused, ...validate(session.schema, expected, news.values)];
  const { clean } = session.redactor;
  if (failures.length > 0) return checkResponse(news, failures, clean);

  const olds = bagUnlessEmpty(request.getOlds());
  session.learnSecrets(spec, olds);
  const result = await lifecycle.check(session.context(urn, call.signal), { olds, news });
  // What was computed from wrong inputs may be unknown, which the engine takes in a preview only: it would say that
  // in the place of the failures.
  if (result.failures.length > 0) return checkResponse(news, result.failures, clean);
  return checkResponse(withSecrets(session.schema, spec, result.inputs, news), [], clean);
}

/** Checked inputs and all that is wrong with them, in words without secrets. */
export function checkResponse(inputs: Bag, failures: readonly Failure[], clean: Redact): CheckResponse {
  return new CheckResponse().setInputs(encode(inputs)).setFailuresList(failuresOf(inputs, failures, clean));
}

/** What is wrong with values, in words without secrets. */
export function failuresOf(bag: Bag, failures: readonly Failure[], clean: Redact): CheckFailure[] {
  return failures.map((failure) => checkFailure(bag, failure, clean));
}

function checkFailure(inputs: Bag, failure: Failure, clean: Redact): CheckFailure {
  const path = shortened(formatPath(failure.path));
  const reason = shortened(clean(failure.reason));
  if (isShownSecret(inputs, failure)) return new CheckFailure().setReason(`${path} ${reason}`);
  return new CheckFailure().setProperty(path).setReason(reason);
}

/** A name or a text that a user gave may be of any length; an error is to be read. */
function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
