import { UserError } from "../errors";

/** Why an engine could not pull or push, as far as its words tell. */
export type PullFailure =
  | "not-found"
  | "denied"
  | "unreachable"
  | "untrusted"
  | "rate-limited"
  | "server-error"
  | "corrupt"
  | "disk-full"
  | "other";

/** The engine could not bring an image from a registry, or to one. */
export abstract class TransferError extends UserError {
  readonly failure: PullFailure;

  /** @param reason the engine's words */
  protected constructor(
    message: string,
    readonly reference: string,
    readonly reason: string,
    options: { readonly property: string; readonly cause: unknown },
  ) {
    super(message, options);
    this.failure = pullFailure(reason);
  }
}

/** The engine could not fetch an image from its registry. */
export class PullError extends TransferError {
  override readonly name = "PullError";

  constructor(host: string, reference: string, reason: string, cause?: unknown) {
    const message = `Cannot pull ${reference} on ${host}: ${reason}. ${ADVICE[pullFailure(reason)]}`;
    super(message, reference, reason, { property: "name", cause });
  }
}

/** The engine could not bring an image to a registry. */
export class PushError extends TransferError {
  override readonly name = "PushError";

  constructor(host: string, reference: string, reason: string, cause?: unknown) {
    const failure = pullFailure(reason);
    const advice = failure === "denied" ? "Check the login of `push`, and what it may do." : ADVICE[failure];
    const message = `Cannot push ${reference} from ${host}: ${reason}. ${advice}`;
    super(message, reference, reason, { property: "push", cause });
  }
}

/** Tells the kinds of failure apart by the engine's words; its status is 404 or 500 for any of them. */
export function pullFailure(reason: string): PullFailure {
  return WORDS.find(([pattern]) => pattern.test(reason))?.[1] ?? "other";
}

const WORDS: readonly (readonly [RegExp, PullFailure])[] = [
  [/no space left on device/i, "disk-full"],
  [/toomanyrequests|too many requests|rate limit/i, "rate-limited"],
  [/x509:|server gave HTTP response to HTTPS client|failed to verify certificate/i, "untrusted"],
  // Docker Hub says "denied" also of what does not exist, so as not to tell.
  [
    /pull access denied|unauthorized|authentication required|no basic auth credentials|denied:|access to the resource is denied|403 Forbidden/i,
    "denied",
  ],
  [/HTTP status:? 5\d\d|status code:? 5\d\d|\b50[0234] (Internal|Bad|Service|Gateway)/i, "server-error"],
  [
    /verification failed|unexpected EOF|unexpected commit|failed size validation|(digest|checksum).*(mismatch|does not match)|invalid checksum|short read/i,
    "corrupt",
  ],
  [/manifest unknown|not found|name unknown|repository does not exist/i, "not-found"],
  [
    /no such host|connection refused|connection reset|i\/o timeout|timeout exceeded|deadline exceeded|network is unreachable|no route to host|TLS handshake|temporary failure in name resolution|server misbehaving|\bEOF$/i,
    "unreachable",
  ],
];

const ADVICE: Readonly<Record<PullFailure, string>> = {
  "not-found": "Check the name and its tag or digest.",
  denied:
    "The registry wants a login, or there is no such repository: check the name; `registry` gives a login, `archive` sends an image without a registry.",
  unreachable: "Check that the host reaches the registry; `archive` sends an image without a registry.",
  untrusted:
    "Its engine does not trust the registry: name it in `trustedRegistries` of the Host, with its `ca`, or `insecure` for plain http.",
  "rate-limited": "Wait, or use another registry; `archive` sends an image without a registry.",
  "server-error": "The registry itself fails: look at its log, and run again.",
  corrupt: "What the registry sends is not what it says: run again; if it stays so, push the image anew.",
  "disk-full": "Make room on the host, e.g. with `docker system prune`.",
  other: "Try it on the host with `docker pull` or `docker push`.",
};
