import { UserError } from "../errors";

/**
 * No connection could be made. The subclass says why; `isTransient` says whether trying again may help, as with a
 * machine that is still booting.
 */
export class ConnectError extends UserError {
  override readonly name: string = "ConnectError";
  readonly isTransient: boolean = false;
}

/** Nothing listens at the address and port. */
export class ConnectionRefusedError extends ConnectError {
  override readonly name: string = "ConnectionRefusedError";
  override readonly isTransient: boolean = true;
}

/** No answer in time: no TCP connection, or one on which nobody spoke. */
export class DialTimeoutError extends ConnectError {
  override readonly name: string = "DialTimeoutError";
  override readonly isTransient: boolean = true;
}

/** The name of the machine does not resolve to an address. */
export class AddressNotFoundError extends ConnectError {
  override readonly name: string = "AddressNotFoundError";
}

/** The network has no way to the address. */
export class HostUnreachableError extends ConnectError {
  override readonly name: string = "HostUnreachableError";
  override readonly isTransient: boolean = true;
}

/** The other side hung up before the login was done, as sshd does while it starts and when it is overloaded. */
export class HandshakeInterruptedError extends ConnectError {
  override readonly name: string = "HandshakeInterruptedError";
  override readonly isTransient: boolean = true;
}

/** Something answers, but it does not speak SSH, or no SSH that we speak. */
export class NotAnSshServerError extends ConnectError {
  override readonly name: string = "NotAnSshServerError";
}

/** The machine is reached and is the right one, but it does not let this user in. */
export class AuthenticationError extends ConnectError {
  override readonly name: string = "AuthenticationError";
}

/** The machine's own key is not the expected one, is revoked, or is unknown where that is not allowed. */
export class HostKeyError extends ConnectError {
  override readonly name: string = "HostKeyError";
  /** The key that the machine showed, as a line to pin. */
  readonly seen: string;

  constructor(message: string, seen: string) {
    super(message, { property: "connection.hostKey" });
    this.seen = seen;
  }
}

/** A private key cannot be used: unreadable, encrypted without the right passphrase, or of an unsupported kind. */
export class KeyError extends ConnectError {
  override readonly name: string = "KeyError";
}

/** A connection that worked broke: the machine went away, the network did, or sshd was restarted. */
export class ConnectionLostError extends UserError {
  override readonly name: string = "ConnectionLostError";
}

/** sshd keeps refusing to open a session or a stream on a connection that works. */
export class ChannelRefusedError extends UserError {
  override readonly name: string = "ChannelRefusedError";
}

/** The user gets in, but no command is run for it. */
export class NoShellError extends UserError {
  override readonly name: string = "NoShellError";
}
