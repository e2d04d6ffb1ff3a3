import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ContextError, systemCode } from "./errors";
import { PatternError } from "./ignore/pattern-error";
import { IgnoreRules } from "./ignore/rules";
import type { Location } from "./locate";

/** The rules in force and the file that they are from; undefined without one. */
export interface ContextRules {
  readonly rules: IgnoreRules;
  readonly file: string | undefined;
}

/** Reads `<Dockerfile>.dockerignore`, or the context's `.dockerignore` where there is no such file. */
export async function readRules({ root, namedDockerfile }: Location): Promise<ContextRules> {
  for (const file of [`${namedDockerfile}.dockerignore`, ".dockerignore"]) {
    const text = await readFile(join(root, file), "utf8").catch((error: unknown) => {
      if (systemCode(error) === "ENOENT") return undefined;
      throw new ContextError(`${file} cannot be read (${String(error)})`, "check its permissions", {
        cause: error,
      });
    });
    if (text !== undefined) return { rules: parse(file, text), file };
  }
  return { rules: new IgnoreRules(""), file: undefined };
}

function parse(file: string, text: string): IgnoreRules {
  try {
    return new IgnoreRules(text);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new ContextError(`${file} has a pattern that is not valid: ${error.message}`, "correct the line", {
      cause: error,
    });
  }
}
