import { UNKNOWN, type Value } from "../../bag";
import { isRecord } from "../../child-inputs";
import type { CheckFailure } from "../../lifecycle";
import { failIf, type Values } from "./rows";

export function checkProcess(values: Values): CheckFailure[] {
  const { restart, maxRetryCount, command, entrypoint, healthcheck } = values;
  const test = isRecord(healthcheck) ? healthcheck["test"] : undefined;
  const [kind, ...words] = Array.isArray(test) ? test : [UNKNOWN];
  const isTest = kind === "NONE" || ((kind === "CMD" || kind === "CMD-SHELL") && words.length > 0);
  return [
    ...failIf(
      maxRetryCount !== undefined && restart !== UNKNOWN && restart !== "on-failure",
      ["maxRetryCount"],
      'goes only with `restart: "on-failure"`',
    ),
    ...failIf(
      Array.isArray(command) && command.length === 0 && entrypoint === undefined,
      ["command"],
      "must have a word: leave it out for the image's own",
    ),
    ...failIf(
      kind !== UNKNOWN && !isTest,
      ["healthcheck", "test"],
      'must be ["CMD", program, …], ["CMD-SHELL", script] or ["NONE"]',
    ),
    ...checkNames(values["env"]),
  ];
}

function checkNames(env: Value | undefined): CheckFailure[] {
  if (!isRecord(env)) return [];
  return Object.keys(env).flatMap((key) =>
    failIf(
      key === "" || key.includes("="),
      ["env", key],
      "must be named without =, and not by an empty text",
    ),
  );
}
