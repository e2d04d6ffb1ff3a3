import { checkGlob } from "./check-glob";
import { goExpression } from "./go-expression";
import { PatternError } from "./pattern-error";

/** A line of an ignore file, ready to be held against paths. */
export interface Pattern {
  /** The pattern without its `!`. */
  readonly text: string;
  /** Whether what matches is sent after all. */
  readonly isException: boolean;
  matches(path: string): boolean;
}

/** Reads a cleaned pattern. Throws PatternError. */
export function parsePattern(pattern: string): Pattern {
  const isException = pattern.startsWith("!");
  const text = isException ? pattern.slice(1) : pattern;
  if (text === "") throw new PatternError(pattern, "excepts nothing");
  checkGlob(text);
  return { text, isException, matches: matcherOf(text) };
}

/**
 * How Docker's engine and clients match: a pattern without wildcards as it is, one with `**` only at its end or only
 * at its beginning by the rest, and all others by a regular expression.
 */
function matcherOf(pattern: string): (path: string) => boolean {
  const { form, expression } = translate(pattern);
  switch (form) {
    case "exact":
      return (path) => path === pattern;
    case "prefix":
      return (path) => path.startsWith(pattern.slice(0, -2));
    case "suffix": {
      const suffix = pattern.slice(2);
      return (path) => path.endsWith(suffix) || (suffix.startsWith("/") && path === suffix.slice(1));
    }
    case "expression": {
      const compiled = goExpression(expression, pattern);
      return (path) => compiled.test(path);
    }
  }
}

interface Translation {
  readonly form: "exact" | "prefix" | "suffix" | "expression";
  /** In the syntax of Go. */
  readonly expression: string;
}

/**
 * A regular expression for a pattern, as Docker makes it. What stands in brackets is translated like the rest, and
 * `|`, `^`, `{` and `}` keep their meaning in expressions: who relies on it gets the same files here.
 */
function translate(pattern: string): Translation {
  const signs = [...pattern];
  let form: Translation["form"] = "exact";
  let expression = "^";
  for (let index = 0; index < signs.length; index++) {
    const sign = signs[index] ?? "";
    if (sign === "*" && signs[index + 1] === "*") {
      const isFirst = index === 0;
      index += signs[index + 2] === "/" ? 2 : 1;
      if (index < signs.length - 1) {
        expression += "(.*/)?";
        form = "expression";
      } else if (form === "exact") {
        form = "prefix";
      } else {
        expression += ".*";
        form = "expression";
      }
      if (isFirst) form = "suffix";
    } else if (sign === "*" || sign === "?") {
      expression += sign === "*" ? "[^/]*" : "[^/]";
      form = "expression";
    } else if (sign === "\\") {
      expression += `\\${signs[++index] ?? ""}`;
      form = "expression";
    } else if (sign === "[" || sign === "]") {
      expression += sign;
      form = "expression";
    } else {
      expression += ".+()$".includes(sign) ? `\\${sign}` : sign;
    }
  }
  return { form, expression: `${expression}$` };
}
