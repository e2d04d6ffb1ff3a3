import { PatternError } from "./pattern-error";

/**
 * A regular expression in the syntax of Go as one of JavaScript, by code points. Of Go's syntax it knows what a
 * pattern of an ignore file can hold. Throws PatternError.
 */
export function goExpression(expression: string, pattern: string): RegExp {
  let rest = expression;
  let source = "";
  while (rest !== "") {
    const [token, translated] = nextToken(rest, pattern);
    source += translated;
    rest = rest.slice(token.length);
  }
  try {
    return new RegExp(source, "u");
  } catch {
    throw new PatternError(pattern, "is no pattern that Docker understands");
  }
}

function nextToken(rest: string, pattern: string): readonly [token: string, translated: string] {
  const [escaped] = /^\\./su.exec(rest) ?? [];
  if (escaped !== undefined) return [escaped, unescape(escaped, pattern)];
  const [wildcard] = /^(?:\(\.\*\/\)\?|\.\*)/.exec(rest) ?? [];
  if (wildcard !== undefined) return [wildcard, wildcard.replace(".", "[^\\n]")];
  const [brackets, not = "", members = ""] = /^\[(\^?)((?:\\.|[^\\])(?:\\.|[^\]\\])*)\]/su.exec(rest) ?? [];
  if (brackets !== undefined) return [brackets, `[${not}${unescapeMembers(members, pattern)}]`];
  const [repeat] = /^\{\d+(?:,\d*)?\}/.exec(rest) ?? [];
  if (repeat !== undefined) return [repeat, repeat];
  const [sign = ""] = /^./su.exec(rest) ?? [];
  if (sign === "[") throw new PatternError(pattern, "has brackets that are not closed");
  if (sign === "^") return [sign, "(?:^)"];
  return [sign, "]{}".includes(sign) ? `\\${sign}` : sign];
}

function unescapeMembers(members: string, pattern: string): string {
  if (members.includes("[:")) throw new PatternError(pattern, "has a named class, such as `[:digit:]`");
  return members.replace(/\\.|[[\](){}/|]/gsu, (member) => {
    if (!member.startsWith("\\")) return `\\${member}`;
    if (/^\\[bBsS-]$/.test(member)) return unescapeMember(member, pattern);
    return unescape(member, pattern);
  });
}

function unescapeMember(escaped: string, pattern: string): string {
  if (escaped === "\\-") return escaped;
  if (escaped === "\\s") return SPACE;
  throw new PatternError(pattern, "has a backslash before a letter in brackets");
}

/** What a backslash means to Go: nothing before a sign, and before these letters the same as to JavaScript. */
function unescape(escaped: string, pattern: string): string {
  const sign = escaped.slice(1);
  if (sign === "s" || sign === "S") return `[${sign === "S" ? "^" : ""}${SPACE}]`;
  if (/^[bBdDfnrtvwW]$/.test(sign)) return escaped;
  if (/^[^!-/:-@[-`{-~\s]$/u.test(sign)) {
    throw new PatternError(pattern, "has a backslash before a letter or digit; write `/` between folders");
  }
  return /^[\^$\\.*+?()[\]{}|/]$/.test(sign) ? escaped : sign;
}

const SPACE = "\\t\\n\\f\\r ";
