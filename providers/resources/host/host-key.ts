import { HostKeyError } from "../../ssh/errors";
import { HostUnreachableError } from "../host-errors";
import type { HostInputs } from "./inputs";

/** An error about a changed key of a host, with what a user can do about it; other errors as they are. */
export function explained(error: unknown, { connection }: HostInputs): unknown {
  if (!(error instanceof HostUnreachableError && error.cause instanceof HostKeyError)) return error;
  const pin =
    connection?.hostKey === undefined
      ? "The expected key was seen at the first use; connection.hostKey overrides it."
      : "The expected key is the one of connection.hostKey.";
  return new HostUnreachableError(
    `${error.message}\n${pin} If the key was changed on purpose, set connection.hostKey to "${error.cause.seen}". ` +
      "If the machine is a new one, change `machine` as well: then the host and all that is on it are made anew.",
    { cause: error.cause, property: "connection.hostKey" },
  );
}
