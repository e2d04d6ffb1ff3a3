import { EngineError } from "../../errors";

/** The operation can't go on; the events have told why. */
export class BailError extends EngineError {
  override readonly name = "BailError";
}
