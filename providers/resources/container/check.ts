import { checkNameAndLabels, withName } from "../child-inputs";
import type { CheckRequest, CheckResult, Urn } from "../lifecycle";
import { checkIsolation } from "./check/isolation";
import { checkLimits } from "./check/limits";
import { checkMounts } from "./check/mounts";
import { checkNetworks } from "./check/networks";
import { checkPaths } from "./check/paths";
import { checkPorts } from "./check/ports";
import { checkProbe } from "./check/probe";
import { checkProcess } from "./check/process";
import { checkStrategy } from "./check/strategy";

/** Fills in the name, and finds what contradicts itself. A value that is not known yet contradicts nothing. */
export function checkContainer(urn: Urn, request: CheckRequest): CheckResult {
  const { news } = request;
  const values = withName(urn, request);
  const failures = [
    ...checkNameAndLabels(values),
    ...checkProcess(values),
    ...checkPorts(values),
    ...checkNetworks(values),
    ...checkMounts(values),
    ...checkPaths(values),
    ...checkLimits(values),
    ...checkIsolation(values),
    ...checkStrategy(values),
    ...checkProbe(values),
  ];
  return { inputs: { values, secrets: news.secrets }, failures };
}
