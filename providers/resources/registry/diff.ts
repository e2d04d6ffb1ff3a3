import { type Bag, UNKNOWN, type Value } from "../bag";
import { isRecord } from "../child-inputs";
import type { DiffRequest, DiffResult, PropertyDifference } from "../lifecycle";
import { valueDifferences } from "../value-differences";

/** A registry is tried out again where one of these changes; with another address it is another one. */
const COMPARED = ["address", "credential", "username", "ca", "insecure"] as const;

/** What changes of a registry. A password or token that was replaced does not: it serves from the next operation on. */
export function diffRegistry({ oldInputs, news }: DiffRequest): DiffResult {
  const differences = COMPARED.flatMap((key) =>
    valueDifferences([key], oldInputs.values[key], news.values[key], true).map(
      (difference): PropertyDifference => ({ ...difference, replaces: key === "address" }),
    ),
  );
  const way = valueDifferences(["via", "hostId"], wayOf(oldInputs), wayOf(news), true);
  return { differences: [...differences, ...way], deleteBeforeReplace: false };
}

/** Another machine that it is reached from, not another way to that machine. */
function wayOf({ values }: Bag): Value | undefined {
  const { via } = values;
  return isRecord(via) ? via["hostId"] : via === UNKNOWN ? UNKNOWN : undefined;
}
