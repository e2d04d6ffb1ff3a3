import { UserError } from "../errors";

/** Why a pull failed, as far as the engine's words tell. */
export type PullFailure = "not-found" | "denied" | "unreachable" | "rate-limited" | "disk-full" | "other";

/** The engine could not fetch an image from its registry. */
export class PullError extends UserError {
  override readonly name = "PullError";
  readonly reference: string;
  readonly failure: PullFailure;
  /** The engine's words. */
  readonly reason: string;

  constructor(host: string, reference: string, reason: string, cause?: unknown) {
    const failure = pullFailure(reason);
    super(`Cannot pull ${reference} on ${host}: ${reason}. ${ADVICE[failure]}`, { property: "name", cause });
    this.reference = reference;
    this.failure = failure;
    this.reason = reason;
  }
}

/** Tells the kinds of failure apart by the engine's words; its status is 404 or 500 for any of them. */
export function pullFailure(reason: string): PullFailure {
  return WORDS.find(([pattern]) => pattern.test(reason))?.[1] ?? "other";
}

const WORDS: readonly (readonly [RegExp, PullFailure])[] = [
  [/no space left on device/i, "disk-full"],
  [/toomanyrequests|too many requests|rate limit/i, "rate-limited"],
  // Docker Hub says "denied" also of what does not exist, so as not to tell.
  [
    /pull access denied|unauthorized|authentication required|no basic auth credentials|denied:|403 Forbidden/i,
    "denied",
  ],
  [/manifest unknown|not found|name unknown|repository does not exist/i, "not-found"],
  [
    /no such host|connection refused|i\/o timeout|timeout exceeded|deadline exceeded|network is unreachable|no route to host|server gave HTTP response to HTTPS client|x509:|TLS handshake|temporary failure in name resolution|server misbehaving/i,
    "unreachable",
  ],
];

const ADVICE: Readonly<Record<PullFailure, string>> = {
  "not-found": "Check the name and its tag or digest.",
  denied:
    "The registry wants a login, or there is no such repository: check the name; `archive` sends an image without a registry.",
  unreachable: "Check that the host reaches the registry; `archive` sends an image without a registry.",
  "rate-limited": "Wait, or pull from another registry; `archive` sends an image without a registry.",
  "disk-full": "Make room on the host, e.g. with `docker system prune`.",
  other: "Try it on the host with `docker pull`.",
};
