import { InvalidReferenceError, parseReference } from "../../images/reference";
import type { Value } from "../bag";
import { withoutNulls } from "../child-inputs";
import { CredentialError } from "../host-errors";
import type { CheckFailure, CheckRequest, CheckResult, Context } from "../lifecycle";
import { type KnownRegistry, registryLogin } from "../registry-login";

/** Fills in the defaults, and says what is wrong. */
export function checkRegistry(context: Context, { news }: CheckRequest): CheckResult {
  const given = withoutNulls(news.values) as Record<string, Value>;
  const values: Record<string, Value> = { insecure: false, ...given };
  const failures = [
    ...checkAddress(values["address"]),
    ...checkAuthority(values["ca"]),
    ...checkLogin(context, values),
  ];
  return { inputs: { values, secrets: news.secrets }, failures };
}

function* checkAddress(address: Value | undefined): Generator<CheckFailure> {
  if (typeof address !== "string" || isAddress(address)) return;
  const reason = /^\w+:\/\//.test(address)
    ? `must be without ${address.slice(0, address.indexOf("//") + 2)}, as images' names begin with it; insecure: true allows plain http`
    : "must be a name or an IP address, with a port if it is not 443: registry.example.com:5000";
  yield { path: ["address"], reason: `${reason}: ${JSON.stringify(address)}` };
}

/** Whether an image's name can begin with it, and is then read as beginning with a registry. */
function isAddress(address: string): boolean {
  try {
    return parseReference(`${address}/image`).domain === address;
  } catch (error) {
    if (error instanceof InvalidReferenceError) return false;
    throw error;
  }
}

function* checkAuthority(ca: Value | undefined): Generator<CheckFailure> {
  if (typeof ca !== "string" || ca.includes("-----BEGIN CERTIFICATE-----")) return;
  yield {
    path: ["ca"],
    reason: 'must be a certificate in PEM, not the path of its file: fs.readFileSync(path, "utf8") reads it',
  };
}

function* checkLogin({ config }: Context, values: Record<string, Value>): Generator<CheckFailure> {
  const { credential, username, password } = values;
  if (credential !== undefined) {
    for (const other of ["username", "password"].filter((key) => values[key] !== undefined)) {
      yield { path: [other], reason: "goes not together with `credential`: leave one of them out" };
    }
  } else if ((username === undefined) !== (password === undefined)) {
    const missing = username === undefined ? "username" : "password";
    yield { path: [missing], reason: "is required: a login has a username and a password" };
  }
  if (typeof credential !== "string") return;
  try {
    registryLogin({ credential } as KnownRegistry, config.credentials);
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error;
    yield { path: ["credential"], reason: error.message };
  }
}
