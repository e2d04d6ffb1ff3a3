import type { Terminal } from "../terminal";

/** What is drawn, and what stands for it where only ASCII is shown; each takes one column. */
const IN_ASCII: Readonly<Record<string, string>> = {
  "│": "|",
  "├": "|",
  "└": "`",
  "─": "-",
  "█": "#",
  "░": ".",
  "✓": "*",
  "✗": "x",
  "▸": ">",
  "·": "-",
  "→": ">",
  "…": "~",
};

const MARKS = new RegExp(`[${Object.keys(IN_ASCII).join("")}]`, "g");

/** The marks of a display as the terminal can show them. */
export function marksFor(env: Terminal["env"]): (text: string) => string {
  return isUnicodeShown(env)
    ? (text) => text
    : (text) => text.replace(MARKS, (mark) => IN_ASCII[mark] ?? mark);
}

/** The locale's encoding says so, where there is a locale; the console of Linux has few characters whatever it says. */
function isUnicodeShown({ LANG, LC_ALL, LC_CTYPE, TERM }: Terminal["env"]): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG;
  return TERM !== "linux" && (!locale || /utf-?8/i.test(locale));
}
