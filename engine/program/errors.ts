import { EngineError } from "../errors";

/** The project has no @pulumi/pulumi, or one that the engine does not know. */
export class SdkError extends EngineError {
  override readonly name = "SdkError";
}

/** There is nothing to run, or it is not where Pulumi.yaml or package.json say. */
export class EntryPointError extends EngineError {
  override readonly name = "EntryPointError";
}

/** The program could not be turned into JavaScript. */
export class TranspileError extends EngineError {
  override readonly name = "TranspileError";
}

/** The program threw, or an error was left unhandled in it. The message is what the user is to read. */
export class ProgramError extends EngineError {
  override readonly name: string = "ProgramError";
}

/** The program ended the process, or tried to, before all that it asks for was registered. */
export class ProgramExitedError extends ProgramError {
  override readonly name = "ProgramExitedError";

  constructor(readonly exitCode: number) {
    super(
      `the program called process.exit(${exitCode}): what it did not register until then would count as removed. ` +
        "Nothing is deleted. Return from the program, or throw an error, instead",
    );
  }
}

/** The program waits for something that never comes. */
export class ProgramStalledError extends ProgramError {
  override readonly name = "ProgramStalledError";
}
