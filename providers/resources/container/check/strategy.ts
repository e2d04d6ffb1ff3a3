import type { CheckFailure } from "../../lifecycle";
import { failIf, rowsOf, type Values } from "./rows";

/** Two containers cannot have one port or one address, so no setting can make them run side by side. */
export function checkStrategy(values: Values): CheckFailure[] {
  if (values["updateStrategy"] !== "start-first") return [];
  const port = rowsOf(values, "ports").find(({ row }) => isFixedPort(row));
  const fixed = rowsOf(values, "networks").find(
    ({ row }) => row["ipv4Address"] ?? row["ipv6Address"] ?? row["macAddress"],
  );
  const what = port ? "a fixed host port" : fixed ? "a fixed address" : "";
  return failIf(
    what !== "",
    ["updateStrategy"],
    `cannot be start-first with ${what}: only one container can have it`,
  );
}

/** Out of a range for one port the engine takes one that is free. */
function isFixedPort({ host, container }: Values): boolean {
  if (typeof host === "number") return true;
  return typeof host === "string" && (!host.includes("-") || String(container).includes("-"));
}
