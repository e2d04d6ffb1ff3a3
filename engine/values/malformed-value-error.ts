import { EngineError } from "../errors";

/** A value on the wire or in the state carries a signature, but not what belongs to it. */
export class MalformedValueError extends EngineError {
  override readonly name = "MalformedValueError";

  constructor(
    readonly property: string,
    problem: string,
  ) {
    super(`property ${JSON.stringify(property)}: ${problem}`);
  }
}
