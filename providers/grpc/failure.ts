import { status, type ServerErrorResponse } from "@grpc/grpc-js";
import { CancelledError, UserError } from "../errors";
import type { Redact } from "../redact";
import { PartialError } from "../resources/lifecycle";
import type * as details from "./partial-details";

/** Loaded when something was left half done. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` would have every failure wait
const left = () => require("./partial-details") as typeof details;

/** Longer than any path or address that is worth reading. */
const LONG_WORD = /\S{1000,}/g;

/** A call that Moorage has no answer to. */
export class UnimplementedError extends Error {
  override readonly name = "UnimplementedError";
}

/** Whether an error is a mistake in Moorage, rather than something that a user can put right. */
export function isDefect(error: unknown): boolean {
  return !(error instanceof UserError || error instanceof UnimplementedError);
}

/** Where it happened, for who is to mend it. */
export function describeDefect(error: unknown): string {
  return `moorage defect: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

/** The class of an error and those of its causes, the last cause at the end: names to search the source for. */
export function describeClasses(error: UserError): string {
  const names = new Set<string>();
  for (let each: unknown = error; each instanceof Error; each = each.cause) names.add(each.name);
  return `failed with ${[...names].join(", because of ")}`;
}

/**
 * An error as Pulumi's engine understands it. "Unknown" says that the resource may be in any state; the other codes
 * say that nothing was touched, unless the details carry what was left.
 */
export function toServerError(error: unknown, clean: Redact): ServerErrorResponse {
  const message = readable(clean(messageOf(error)));
  const code = codeOf(error);
  const failure: ServerErrorResponse = Object.assign(new Error(message), { code, details: message });
  if (error instanceof PartialError) failure.metadata = left().partialDetails(error, code, message);
  return failure;
}

/** An engine repeats what it was given, and a text of 64 KiB hides the words that say what is wrong with it. */
function readable(message: string): string {
  return message.replace(LONG_WORD, (word) => `${word.slice(0, 100)}…${word.slice(-20)}`);
}

function messageOf(error: unknown): string {
  if (error instanceof UserError) {
    const { message, property } = error;
    return property === undefined || message.includes(property)
      ? message
      : `${message} (property: ${property})`;
  }
  if (error instanceof UnimplementedError) return error.message;
  return `moorage defect: ${error instanceof Error ? error.message : String(error)}`;
}

function codeOf(error: unknown): status {
  if (error instanceof PartialError) return status.UNKNOWN;
  if (error instanceof CancelledError) return status.ABORTED;
  if (error instanceof UserError) return status.FAILED_PRECONDITION;
  if (error instanceof UnimplementedError) return status.UNIMPLEMENTED;
  return status.UNKNOWN;
}
