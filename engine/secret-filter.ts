/** Takes secrets out of a text that is to be shown. */
export type SecretFilter = (text: string) => string;

export const noSecrets: SecretFilter = (text) => text;

/** What is shown in a secret's place. */
const replacement = "[secret]";
/** Shorter ones are everywhere by chance. */
const shortestBytes = 3;
/** A line of a longer secret, such as a key's, is one itself if it is not a word or two. */
const shortestLine = 20;

/**
 * Finds the given secrets in texts as the CLI does: as they are, and as JSON has them; also line by line, since what
 * programs print comes so.
 */
export function secretFilter(secrets: readonly string[]): SecretFilter {
  const forms = new Set(secrets.flatMap(linesOf).filter(isTelling).flatMap(inJson));
  if (forms.size === 0) return noSecrets;
  // The longest first: of a secret within another one, nothing is left.
  const longestFirst = [...forms].sort((left, right) => right.length - left.length);
  const pattern = new RegExp(longestFirst.map(literally).join("|"), "g");
  return (text) => text.replace(pattern, replacement);
}

function linesOf(secret: string): string[] {
  const lines = secret.split("\n").map((line) => line.trim());
  return [secret, ...(lines.length > 1 ? lines.filter(({ length }) => length >= shortestLine) : [])];
}

function isTelling(secret: string): boolean {
  return Buffer.byteLength(secret) >= shortestBytes && !/^(true|false)$/i.test(secret);
}

function inJson(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const asGoEscapes = escaped.replace(
    /[<>&]/g,
    (sign) => `\\u00${sign.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return [secret, escaped, asGoEscapes];
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
