import type { MethodDefinition, UntypedHandleCall } from "@grpc/grpc-js";

/** A method that BuildKit may call during a build. Its messages are bytes, read by whoever answers. */
export interface SessionMethod {
  /** `/package.Service/Method` */
  readonly path: string;
  /** Whether messages go both ways for as long as both like. @default false */
  readonly isStream?: boolean;
  readonly answer: UntypedHandleCall;
}

/** gRPC's code for what is not there. */
export const NOT_FOUND = 5;

/** gRPC's code for what does not answer. */
export const UNAVAILABLE = 14;

export function definition({ path, isStream = false }: SessionMethod): MethodDefinition<Buffer, Buffer> {
  const same = (bytes: Buffer): Buffer => bytes;
  return {
    path,
    requestStream: isStream,
    responseStream: isStream,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
}
