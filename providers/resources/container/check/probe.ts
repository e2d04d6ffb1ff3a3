import { validateHeaderName, validateHeaderValue } from "node:http";
import type { Path, Value } from "../../bag";
import { isRecord } from "../../child-inputs";
import type { CheckFailure } from "../../lifecycle";
import { failIf, isGiven, rowsOf, type Values } from "./rows";

/** A probe asks one thing, and a container that has an address. */
export function checkProbe(values: Values): CheckFailure[] {
  const probe = values["probe"];
  if (!isRecord(probe)) return [];
  const count = ["http", "tcp"].filter((key) => isGiven(probe[key])).length;
  const networks = rowsOf(values, "networks").map(({ row }) => row["network"]);
  const without = networks.find(
    (network) => typeof network === "string" && (network === "none" || network.startsWith("container:")),
  );
  return [
    ...failIf(count !== 1, ["probe"], "must have either http or tcp"),
    ...failIf(
      without !== undefined,
      ["probe"],
      `cannot reach a container on network ${String(without)}, which has no address of its own`,
    ),
    ...failIf(
      values["updateStrategy"] === "start-first" && networks.includes("host"),
      ["probe"],
      "would be answered by the old container: with start-first both are on the host's network",
    ),
    ...checkHeaders(isRecord(probe["http"]) ? probe["http"]["headers"] : undefined),
  ];
}

function checkHeaders(headers: Value | undefined): CheckFailure[] {
  if (!isRecord(headers)) return [];
  return Object.entries(headers).flatMap(([name, value]) => {
    const path: Path = ["probe", "http", "headers", name];
    const isValue = typeof value !== "string" || isValid(() => validateHeaderValue(name, value));
    return [
      ...failIf(!isValid(() => validateHeaderName(name)), path, "is no name that a header can have"),
      ...failIf(!isValue, path, "must be text that a header can have, in one line"),
    ];
  });
}

function isValid(validate: () => void): boolean {
  try {
    validate();
    return true;
  } catch {
    return false;
  }
}
