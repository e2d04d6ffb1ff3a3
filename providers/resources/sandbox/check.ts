import { SSH_PORT } from "../../sandbox/container-request";
import type { Value } from "../bag";
import { checkNameAndLabels, isRecord, withName } from "../child-inputs";
import type { CheckFailure, CheckRequest, CheckResult, Urn } from "../lifecycle";

/** Fills in the name; the rules of a Sandbox that its schema cannot say. */
export function checkSandbox(urn: Urn, request: CheckRequest): CheckResult {
  const { news } = request;
  const values = withName(urn, request);
  const failures = [...checkNameAndLabels(values), ...portFailures(values["ports"])];
  return { inputs: { values, secrets: news.secrets }, failures };
}

function* portFailures(ports: Value | undefined): Generator<CheckFailure> {
  if (!Array.isArray(ports)) return;
  const seen = { container: new Set<number>(), host: new Set<number>() };
  for (const [index, port] of (ports as readonly Value[]).entries()) {
    if (!isRecord(port)) continue;
    if (port["container"] === SSH_PORT) {
      yield {
        path: ["ports", index, "container"],
        reason: "is sshd's, which is published anyway: see the outputs address and port",
      };
    }
    for (const key of ["container", "host"] as const) {
      const number = port[key];
      if (typeof number !== "number") continue;
      if (seen[key].has(number)) yield { path: ["ports", index, key], reason: `is named twice: ${number}` };
      seen[key].add(number);
    }
  }
}
