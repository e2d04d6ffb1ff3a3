import type { handleUnaryCall } from "@grpc/grpc-js";
import { message, readText } from "./messages";
import { NOT_FOUND, type SessionMethod } from "./method";

/** Answers with the secrets that steps mount, by id. */
export function secretsMethod(secrets: Readonly<Record<string, string>>): SessionMethod {
  const answer: handleUnaryCall<Buffer, Buffer> = ({ request }, respond) => {
    const id = readText(request);
    const secret = Object.hasOwn(secrets, id) ? secrets[id] : undefined;
    if (secret !== undefined) return respond(null, message(secret));
    respond({ code: NOT_FOUND, details: `secret ${id}: not found` });
  };
  return { path: "/moby.buildkit.secrets.v1.Secrets/GetSecret", answer };
}
