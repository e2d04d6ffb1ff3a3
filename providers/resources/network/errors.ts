import { UserError } from "../../errors";

/** Containers are on a network that has to go. */
export class NetworkInUseError extends UserError {
  override readonly name = "NetworkInUseError";
}
