/**
 * An error meant for the person who runs the engine: what failed, why, and what to do next. Its message never holds a
 * secret. Anything that is thrown and is no EngineError is a defect of the engine, or came from the program.
 */
export class EngineError extends Error {
  override readonly name: string = "EngineError";

  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
  }
}
