import { isDeepStrictEqual } from "node:util";
import type { HealthcheckJson } from "../../../docker/container-json";
import type { ContainerSpec, OptionOf } from "./option";

type Healthcheck = NonNullable<ContainerSpec["healthcheck"]>;

const NANOSECONDS = 1_000_000_000;

export const healthcheck: OptionOf<"healthcheck"> = {
  fields: [
    "Healthcheck.Test[]",
    "Healthcheck.Interval",
    "Healthcheck.Timeout",
    "Healthcheck.Retries",
    "Healthcheck.StartPeriod",
    "Healthcheck.StartInterval",
  ],
  newer: [{ part: "startIntervalSeconds", field: "Healthcheck.StartInterval", since: "1.44" }],
  refusal: /healthcheck/i,
  default: "the image's",
  inPlace: "no",
  write: (value, { request }) => (request.Healthcheck = toJson(value)),
  read: ({ config }) => fromJson(config.Healthcheck),
  unset: ({ defaults }) => fromJson(defaults.image?.Healthcheck),
  // What is left out of a check comes from the image's check, field by field.
  same: (wanted, found, { defaults }) => {
    if (isOff(wanted) || isOff(found)) return isOff(wanted) === isOff(found);
    const inherited = fromJson(defaults.image?.Healthcheck);
    return isDeepStrictEqual(wanted && { ...inherited, ...wanted }, found);
  },
};

function isOff(check: Healthcheck | undefined): boolean {
  return check?.test[0] === "NONE";
}

function toJson(check: Healthcheck): HealthcheckJson {
  const nanoseconds = (seconds: number | undefined) => Math.round((seconds ?? 0) * NANOSECONDS);
  return {
    Test: check.test,
    Interval: nanoseconds(check.intervalSeconds),
    Timeout: nanoseconds(check.timeoutSeconds),
    StartPeriod: nanoseconds(check.startPeriodSeconds),
    Retries: check.retries ?? 0,
    ...(check.startIntervalSeconds === undefined
      ? {}
      : { StartInterval: nanoseconds(check.startIntervalSeconds) }),
  };
}

/** 0 means "not given" in the API, and is left out. */
function fromJson(json: HealthcheckJson | null | undefined): Healthcheck | undefined {
  if (json?.Test === undefined || json.Test === null || json.Test.length === 0) return undefined;
  return {
    test: [...json.Test],
    ...(json.Interval ? { intervalSeconds: json.Interval / NANOSECONDS } : {}),
    ...(json.Timeout ? { timeoutSeconds: json.Timeout / NANOSECONDS } : {}),
    ...(json.Retries ? { retries: json.Retries } : {}),
    ...(json.StartPeriod ? { startPeriodSeconds: json.StartPeriod / NANOSECONDS } : {}),
    ...(json.StartInterval ? { startIntervalSeconds: json.StartInterval / NANOSECONDS } : {}),
  };
}
