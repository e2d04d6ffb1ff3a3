import type { DiffRequest, DiffResult } from "../lifecycle";
import { valueDifferences } from "../value-differences";
import { REPLACING } from "./inputs";

/** Another option is another sandbox; one that does not run is started. */
export function diffSandbox({ oldInputs, oldState, news }: DiffRequest): DiffResult {
  const options = REPLACING.flatMap((key) =>
    valueDifferences([key], oldInputs.values[key], news.values[key], true).map((difference) => ({
      ...difference,
      replaces: true,
    })),
  );
  const way = valueDifferences(
    ["socketPath"],
    oldInputs.values["socketPath"],
    news.values["socketPath"],
    true,
  );
  const status = valueDifferences(["status"], oldState.values["status"], "running", false);
  // Name and ports are held by the former one until it is gone.
  return { differences: [...options, ...way, ...status], deleteBeforeReplace: true };
}
