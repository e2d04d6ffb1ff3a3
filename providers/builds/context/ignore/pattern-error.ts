/** A pattern that Docker refuses, too. */
export class PatternError extends Error {
  override readonly name = "PatternError";

  constructor(pattern: string, problem: string) {
    super(`\`${pattern}\` ${problem}`);
  }
}
