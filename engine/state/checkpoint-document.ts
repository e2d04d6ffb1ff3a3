import { features } from "./encode-resource";
import type { Json } from "./encode-value";
import { FieldError, Fields } from "./fields";
import { InvalidStateError, NewerStateError, OlderStateError } from "./state-error";

const newestVersion = 4;
const oldestVersion = 3;

/**
 * A checkpoint's JSON for who needs none of its resources decoded, nor its key.
 *
 * @param location the file, for messages
 * @throws InvalidStateError, NewerStateError, OlderStateError
 */
export function parseCheckpoint(text: string, location: string): Json {
  const document = parseJson(text, location);
  try {
    latestIn(document, location);
  } catch (cause) {
    if (cause instanceof FieldError) throw new InvalidStateError(location, cause.message, { cause });
    throw cause;
  }
  return document;
}

/** @throws InvalidStateError */
export function parseJson(text: string, location: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    // The parser's message may quote a part of the file.
    const problem = `it is no JSON, as a file is that was truncated or edited by hand (it has ${text.length} characters)`;
    throw new InvalidStateError(location, problem, { cause });
  }
}

/** The deployment in its wrapping; undefined if the stack has none yet. @throws FieldError, StateError */
export function latestIn(json: Json, location: string): Fields | undefined {
  const document = Fields.of(json, "the document");
  const wrapping = document.has("deployment") ? document : document.object("checkpoint");
  const key = document.has("deployment") ? "deployment" : "latest";
  const version = document.number("version");
  if (version > newestVersion) {
    throw new NewerStateError(
      location,
      `its version is ${version}, and this engine reads up to ${newestVersion}`,
    );
  }
  const unknown = document
    .texts("features")
    .filter((feature) => !(features as readonly string[]).includes(feature));
  if (version >= newestVersion && unknown.length > 0) {
    throw new NewerStateError(location, `it uses ${unknown.join(", ")}, which this engine does not know`);
  }
  if (!wrapping.has(key)) {
    if (document.has("latest")) throw new OlderStateError(location, 0);
    return undefined;
  }
  if (!document.has("version") || version === 0) {
    throw new InvalidStateError(
      location,
      "it has no version, without which the Pulumi CLI takes it for empty",
    );
  }
  if (version < oldestVersion) throw new OlderStateError(location, version);
  return wrapping.object(key);
}
