import { cleanPath } from "./clean-path";
import { parseIgnoreFile, trimSpace } from "./ignore-file";
import { parsePattern, type Pattern } from "./pattern";

/** For each pattern whether it matched a folder: what is in the folder is then matched as well. */
export type FolderMatches = readonly boolean[];

/** Whether a path is left out, and what the paths below it need to know. */
export interface Verdict {
  readonly isExcluded: boolean;
  readonly matches: FolderMatches;
}

/** The rules of an ignore file, held against a tree from its top. */
export class IgnoreRules {
  readonly #patterns: readonly Pattern[];
  /** Whether the beginning of each exception says below which folders it can match. */
  readonly #exceptionsAreRooted: boolean;

  /** Reads the text of an ignore file. Throws PatternError. */
  constructor(text: string) {
    this.#patterns = parseIgnoreFile(text).map((line) => parsePattern(cleanPath(trimSpace(line))));
    this.#exceptionsAreRooted = this.#exceptions().every((each) => !/[*[\]?^\\]/.test(rootOf(each)));
  }

  /**
   * What the rules say of a path whose folder matched in this way; nothing is given for a path at the top. The last
   * rule that says something decides.
   */
  judge(path: string, folder: FolderMatches | undefined): Verdict {
    let isExcluded = false;
    const matches = this.#patterns.map((pattern, index) => {
      // A rule is only asked where it would change something, also for what is in the folder then.
      const isMatch =
        folder?.[index] === true || (pattern.isException === isExcluded && pattern.matches(path));
      if (isMatch) isExcluded = !pattern.isException;
      return isMatch;
    });
    return { isExcluded, matches };
  }

  /** Whether a path is left out, by itself or with a folder that it is in. */
  excludes(path: string): boolean {
    const parts = path.split("/");
    let verdict: Verdict | undefined;
    for (let depth = 1; depth <= parts.length; depth++) {
      verdict = this.judge(parts.slice(0, depth).join("/"), verdict?.matches);
    }
    return verdict?.isExcluded === true;
  }

  /** Whether something in an excluded folder may be excepted. */
  mayExceptIn(folder: string): boolean {
    if (!this.#exceptionsAreRooted) return true;
    return this.#exceptions().some((each) => `${rootOf(each)}/`.startsWith(`${folder}/`));
  }

  #exceptions(): Pattern[] {
    return this.#patterns.filter((pattern) => pattern.isException);
  }
}

function rootOf({ text }: Pattern): string {
  return text.replace(/\/\*\*$/, "").replace(/\/\*$/, "");
}
