import { UNKNOWN, type Value } from "../bag";
import { isRecord } from "../child-inputs";
import { unknownCredential } from "../connection-target";
import type { CheckFailure, CheckRequest, CheckResult, Context } from "../lifecycle";
import { trustFailures } from "./check-trust";

type Values = Readonly<Record<string, Value>>;

const HOST_KEY = /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+={0,3}( .*)?$/;
const ONLY_REMOTE = ["daemon", "trustedRegistries", "installEngine", "removeEngineOnDelete"] as const;

/** The rules of a Host that its schema cannot say. */
export function checkHost({ config }: Pick<Context, "config">, { news }: CheckRequest): CheckResult {
  const failures = [
    ...placeFailures(news.values),
    ...connectionFailures(news.values["connection"], config.credentials),
    ...trustFailures(news.values),
  ];
  return { inputs: news, failures };
}

function* placeFailures(values: Values): Generator<CheckFailure> {
  const { connection, local } = values;
  if (local === UNKNOWN) return;
  const hasConnection = connection !== undefined && connection !== null;
  if (local === true && hasConnection) {
    yield {
      path: ["local"],
      reason: "cannot be true beside a connection: a host is reached over SSH or is this machine",
    };
  }
  if (local !== true && !hasConnection) {
    yield { path: ["connection"], reason: "is required, unless local is true" };
  }
  if (local !== true) return;
  for (const key of ONLY_REMOTE.filter((name) => isGiven(values[name]))) {
    yield {
      path: [key],
      reason: "has no meaning for the engine of this machine, which Moorage does not manage",
    };
  }
}

function* connectionFailures(
  connection: Value | undefined,
  credentials: Context["config"]["credentials"],
): Generator<CheckFailure> {
  if (!isRecord(connection)) return;
  yield* targetFailures(connection, ["connection"], credentials);
  if (isMalformedKey(connection["hostKey"])) yield { path: ["connection", "hostKey"], reason: KEY_FORM };
  const isInline = ["privateKey", "password"].some((key) => isGiven(connection[key]));
  if (isInline && isGiven(connection["credential"])) {
    yield {
      path: ["connection", "credential"],
      reason: "cannot be given beside an inline privateKey or password: take one of them",
    };
  }
  if (isGiven(connection["passphrase"]) && !isGiven(connection["privateKey"])) {
    yield { path: ["connection", "passphrase"], reason: "is of use only beside privateKey" };
  }
  const jumps = connection["jumpHosts"];
  if (!Array.isArray(jumps)) return;
  for (const [index, jump] of (jumps as readonly Value[]).entries()) {
    if (isRecord(jump)) yield* targetFailures(jump, ["connection", "jumpHosts", index], credentials);
  }
}

function* targetFailures(
  target: Values,
  path: (string | number)[],
  credentials: Context["config"]["credentials"],
): Generator<CheckFailure> {
  for (const key of ["address", "user"]) {
    const text = target[key];
    if (typeof text === "string" && !/^\S+$/.test(text)) {
      yield { path: [...path, key], reason: "must not be empty nor hold white space" };
    }
  }
  const keys = target["hostKeys"];
  if (Array.isArray(keys)) {
    for (const [index, key] of (keys as readonly Value[]).entries()) {
      if (isMalformedKey(key)) yield { path: [...path, "hostKeys", index], reason: KEY_FORM };
    }
  }
  const name = target["credential"];
  if (typeof name === "string" && !Object.hasOwn(credentials, name)) {
    yield { path: [...path, "credential"], reason: unknownCredential(name, credentials) };
  }
}

const KEY_FORM = 'must look like "ssh-ed25519 AAAA…", a line of ssh-keyscan without the host\'s name';

function isMalformedKey(key: Value | undefined): boolean {
  return typeof key === "string" && !HOST_KEY.test(key.trim());
}

function isGiven(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== false;
}
