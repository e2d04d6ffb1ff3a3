import { status } from "@grpc/grpc-js";
import type { UnaryClient, UnaryMethod } from "./seam";

/**
 * The same client with what the SDK of the program may call besides, being newer than the engine: it is answered as
 * gRPC answers what a server does not know, so the SDK does without it where it can, and else says so.
 *
 * @param service the calls that the SDK knows, by the names of their methods
 */
export function answeringAll(client: UnaryClient, service: object, version: string): UnaryClient {
  const unknown = Object.keys(service).filter((name) => !Object.hasOwn(client, name));
  return { ...client, ...Object.fromEntries(unknown.map((name) => [name, unimplemented(name, version)])) };
}

function unimplemented(name: string, version: string): UnaryMethod {
  return (_request, callback) => {
    const details =
      `the embedded engine does not serve ${name}, which @pulumi/pulumi ${version} has: do without it, or run the ` +
      "program under the Pulumi CLI";
    setImmediate(callback, Object.assign(new Error(details), { code: status.UNIMPLEMENTED, details }));
  };
}
