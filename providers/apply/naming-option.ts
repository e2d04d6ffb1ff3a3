import { EngineRequestError } from "../docker/errors";
import { refusedRow, type Table } from "../reconcile/table";

/** An engine's refusal with the option to change, where its words tell which one that is. */
export function namingOption<Spec extends object, Facts>(
  error: unknown,
  table: Table<Spec, Facts>,
  spec: Spec,
): unknown {
  if (!(error instanceof EngineRequestError) || error.property !== undefined) return error;
  const property = refusedRow(table, spec, error.reason);
  if (property === undefined) return error;
  const { host, action, status } = error;
  const reason = `${property} is refused: ${error.reason}`;
  return new EngineRequestError({ host, action, status, reason }, { property, cause: error });
}
