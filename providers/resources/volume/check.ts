import { isDeepStrictEqual } from "node:util";
import type { Value } from "../bag";
import { checkNameAndLabels, childInputs, withName } from "../child-inputs";
import type { CheckFailure, CheckRequest, CheckResult, Urn } from "../lifecycle";

const LONGEST_NAME = 255;

/** Fills in the name, and refuses what would destroy data: a check is the last thing before a preview is shown. */
export function checkVolume(urn: Urn, request: CheckRequest): CheckResult {
  const { olds, news } = request;
  const values = withName(urn, request);
  const inputs = { values, secrets: news.secrets };
  const failures = [...checkNameAndLabels(values), ...checkLength(values)];
  if (olds === undefined || values["forceDestroy"] === true) return { inputs, failures };

  const isSameHost = childInputs(olds).hostId === childInputs(inputs).hostId;
  const changed = ["name", "driver", "driverOptions"].filter(
    (key) => !isDeepStrictEqual(withDefault(key, olds.values[key]), withDefault(key, values[key])),
  );
  const refused = (isSameHost ? changed : []).map((key): CheckFailure => ({
    path: [key],
    reason:
      "cannot be changed without destroying the volume and its data. Say `forceDestroy: true` to allow that, " +
      "or make a second Volume and copy the data",
  }));
  return { inputs, failures: [...failures, ...refused] };
}

/** Its name is a folder's on the host. */
function checkLength({ name }: Record<string, Value>): CheckFailure[] {
  if (typeof name !== "string" || name.length <= LONGEST_NAME) return [];
  return [
    { path: ["name"], reason: `must be at most ${LONGEST_NAME} characters long: it has ${name.length}` },
  ];
}

function withDefault(key: string, value: Value | undefined): Value | undefined {
  if (value !== undefined && value !== null) return value;
  return key === "driver" ? "local" : key === "driverOptions" ? {} : undefined;
}
