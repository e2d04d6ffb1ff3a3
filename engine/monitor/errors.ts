import { status } from "@grpc/grpc-js";

/** An answer to the program that its call failed, as gRPC has it: the SDK looks at code, details and message. */
export class RpcError extends Error {
  override readonly name: string = "RpcError";
  readonly details: string;

  constructor(
    readonly code: status,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.details = message;
  }
}

/** The program gave something that cannot be. */
export class InvalidRequestError extends RpcError {
  override readonly name = "InvalidRequestError";

  constructor(message: string, options?: ErrorOptions) {
    super(status.INVALID_ARGUMENT, message, options);
  }
}

/** The program wants another engine than this. */
export class UnmetRequirementError extends RpcError {
  override readonly name = "UnmetRequirementError";

  constructor(message: string) {
    super(status.FAILED_PRECONDITION, message);
  }
}

/** The operation has stopped. The SDK then stops too, without an error of its own. */
export class MonitorStoppedError extends RpcError {
  override readonly name = "MonitorStoppedError";

  constructor() {
    super(status.UNAVAILABLE, "the operation has stopped");
  }
}

/** The program asks for something that only newer engines do. */
export class UnsupportedRequestError extends RpcError {
  override readonly name = "UnsupportedRequestError";

  constructor(option: string) {
    super(
      status.UNIMPLEMENTED,
      `the embedded engine does not know ${option}: do without it, or run the program under the Pulumi CLI`,
    );
  }
}

/** An RPC of Pulumi's protocol that this engine does not serve. */
export class UnsupportedRpcError extends RpcError {
  override readonly name = "UnsupportedRpcError";

  constructor(rpc: string, reason: string) {
    super(status.UNIMPLEMENTED, `this engine does not serve ${rpc}: ${reason}`);
  }
}
