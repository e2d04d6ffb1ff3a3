import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { UserError } from "../errors";
import { hasUnknown } from "./bag";
import { checkCertificate } from "./certificate/check";
import { certificateInputs } from "./certificate/inputs";
import { type CertifiedKey, makeAuthority, makeServerCertificate } from "./certificate/issue";
import { certificateState, daysLeft, foreseenState, type Issued, issuedIn } from "./certificate/state";
import type {
  ApplyRequest,
  ApplyResult,
  Context,
  DiffRequest,
  DiffResult,
  Lifecycle,
  ReadRequest,
  ReadResult,
} from "./lifecycle";
import { valueDifferences } from "./value-differences";

/** The life of a Certificate. It is on no host: what was made is in the state, and nowhere else. */
export const certificate: Lifecycle = {
  check: (_context, request) => Promise.resolve(checkCertificate(request)),
  diff: (_context, request) => diffCertificate(request),
  read: (_context, request) => Promise.resolve(readCertificate(request)),
  apply: applyCertificate,
  remove: () => Promise.resolve(),
};

function diffCertificate({ oldInputs, oldState, news }: DiffRequest): DiffResult {
  const differences = [...valueDifferences([], settled(oldInputs), settled(news), true)];
  if (oldState.values["isDue"] === true) {
    differences.push({ path: ["expiresAt"], kind: "update", replaces: false, isInput: false });
  }
  return { differences, deleteBeforeReplace: false };
}

/** Left out or written down, a default is the same. */
function settled(bag: DiffRequest["news"]): DiffRequest["news"]["values"] {
  return hasUnknown(bag.values) ? bag.values : { ...certificateInputs(bag) };
}

/** Only time changes a certificate: it comes to be due. */
function readCertificate({ id, inputs, state }: ReadRequest): ReadResult {
  if (inputs === undefined || state === undefined) {
    throw new UserError(
      "A Certificate cannot be imported. Give your own certificate and key to what uses them.",
    );
  }
  const wanted = certificateInputs(inputs);
  return { id, inputs, state: certificateState(inputs, issuedIn(state), wanted, new Date()) };
}

async function applyCertificate(context: Context, request: ApplyRequest): Promise<ApplyResult> {
  const { inputs, oldInputs, oldState, preview } = request;
  const id = request.id ?? (preview ? undefined : randomUUID());
  const former = oldState === undefined ? undefined : issuedIn(oldState);
  if (preview && hasUnknown(inputs.values)) return { id, state: foreseenState(inputs, former?.authority) };

  const now = new Date();
  const wanted = certificateInputs(inputs);
  const before = oldInputs === undefined ? undefined : certificateInputs(oldInputs);
  const isSame =
    isDeepStrictEqual(before?.names, wanted.names) && before?.validityDays === wanted.validityDays;
  if (former !== undefined && isSame && daysLeft(former.server, now) > wanted.renewBeforeDays) {
    return { id, state: certificateState(inputs, former, wanted, now) };
  }
  // What an authority signs is to end before it does.
  const isLasting = former !== undefined && daysLeft(former.authority, now) > wanted.validityDays;
  const authority = isLasting ? former.authority : undefined;
  if (preview) return { id, state: foreseenState(inputs, authority) };
  const issued = await issue(context, authority, wanted, now);
  return { id, state: certificateState(inputs, issued, wanted, now) };
}

async function issue(
  { urn }: Context,
  kept: CertifiedKey | undefined,
  { names, validityDays }: ReturnType<typeof certificateInputs>,
  now: Date,
): Promise<Issued> {
  const authority = kept ?? (await makeAuthority(`${urn.name} of ${urn.project}/${urn.stack}`, now));
  return { authority, server: await makeServerCertificate(authority, names, validityDays, now) };
}
