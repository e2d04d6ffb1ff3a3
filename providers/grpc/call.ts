import type { handleUnaryCall, sendUnaryData } from "@grpc/grpc-js";
import { UserError } from "../errors";
import { describeClasses, describeDefect, isDefect, toServerError } from "./failure";
import type { Operations } from "./operations";
import type { Session } from "./session";

/** What a handler is given beside its request. */
export interface Call {
  /** Aborts when the engine gives up this call, when the resource's timeout ends, and when all is cancelled. */
  readonly signal: AbortSignal;
}

/** Answers one kind of request. */
export type Handler<Request, Response> = (
  session: Session,
  request: Request,
  call: Call,
) => Promise<Response>;

interface MayHaveTimeout {
  getTimeout?(): number;
}

/** Makes a gRPC handler of ours: one way for all to be cancelled, to fail and to answer. */
export function unary<Request, Response>(
  session: Session,
  operations: Operations,
  handler: Handler<Request, Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const limits = {
      timeoutSeconds: (call.request as MayHaveTimeout).getTimeout?.() ?? 0,
      onGivenUp: (listener: () => void) => void call.on("cancelled", listener),
    };
    const answer = operations.run(limits, (signal) => handler(session, call.request, { signal }));
    operations.follow(settle(session, answer, callback));
  };
}

async function settle<Response>(
  session: Session,
  answer: Promise<Response>,
  callback: sendUnaryData<Response>,
): Promise<void> {
  try {
    const response = await answer;
    await session.log.flush();
    callback(null, response);
  } catch (error) {
    if (isDefect(error)) session.log.write("debug", describeDefect(error));
    if (error instanceof UserError) session.log.write("debug", describeClasses(error));
    await session.log.flush();
    callback(toServerError(error, session.redactor.clean));
  }
}
