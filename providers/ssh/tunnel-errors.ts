import { UserError } from "../errors";

/** The engine's socket on a machine that is reached cannot be used; the subclass says why. */
export class EngineSocketError extends UserError {
  override readonly name: string = "EngineSocketError";
}

/** There is no such socket: the engine is not installed, was never started, or listens elsewhere. */
export class SocketMissingError extends EngineSocketError {
  override readonly name: string = "SocketMissingError";
}

/** The socket is there, but no engine answers on it. */
export class EngineDownError extends EngineSocketError {
  override readonly name: string = "EngineDownError";
}

/** The user has no right to the socket. */
export class SocketPermissionError extends EngineSocketError {
  override readonly name: string = "SocketPermissionError";
}

/** sshd does not forward to the socket, and there is no `docker` command on the machine to do it instead. */
export class ForwardingProhibitedError extends EngineSocketError {
  override readonly name: string = "ForwardingProhibitedError";
}
