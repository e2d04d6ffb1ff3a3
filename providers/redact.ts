/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/** Shorter secrets are not looked for: they would tear holes into ordinary words. */
const SHORTEST = 4;

/** Takes each of the values out of a text: in whole or line by line, also quoted or in a URL. */
export function redactor(secrets: Iterable<string>): Redact {
  const forms = new Set([...secrets].flatMap(linesOf).flatMap(formsOf));
  // The longest first, so that none leaves a part of another behind.
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((rest, form) => rest.replaceAll(form, "[secret]"), text);
}

/** A value of many lines, such as a key, may be quoted in part. */
function linesOf(secret: string): string[] {
  return [secret, ...secret.split("\n")].map((line) => line.trim()).filter((line) => line.length >= SHORTEST);
}

/** Engines quote what they refuse, and put names into URLs. */
function formsOf(text: string): string[] {
  // Half a character, which a URL cannot hold, would make an error of its own.
  const wellFormed = Buffer.from(text).toString("utf8");
  return [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(wellFormed)];
}
