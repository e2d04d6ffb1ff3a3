import { stripVTControlCharacters } from "node:util";

/**
 * A text that others wrote, as it may be put on a terminal: what would move the cursor, ring or colour is left out, so
 * that no message can draw over another.
 */
export function plainText(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll("\r\n", "\n")
    .replace(/[^\P{Cc}\n\t]/gu, "");
}

/** The same in one line. */
export function oneLine(text: string): string {
  return plainText(text).replace(/\s+/g, " ").trim();
}

/** Each line of a text behind some spaces. */
export function indented(text: string, by: number): string {
  const margin = " ".repeat(by);
  return text.replace(/^(?=.)/gm, margin);
}
