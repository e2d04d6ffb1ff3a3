import { decryptValue, holdsSecret, type ConfigValue } from "../../engine/project";

/** A value as `pulumi config --json` tells it; a secret that is not to be shown has none. */
export interface ValueJson {
  readonly value?: string;
  readonly objectValue?: unknown;
  readonly secret: boolean;
}

/** How secrets are read: in plain, or masked where there is no way to. */
export type Decrypt = (ciphertext: string) => string;

export const masked: Decrypt = () => "[secret]";

/** A value for a script. @param decrypt undefined where secrets are not to be shown */
export function valueJson(value: ConfigValue, decrypt: Decrypt | undefined): ValueJson {
  const secret = holdsSecret(value);
  if (secret && decrypt === undefined) return { secret };
  const plain = inOrder(decryptValue(value, decrypt ?? masked));
  const isObject = typeof plain === "object" && plain !== null;
  return { value: valueText(value, decrypt), ...(isObject ? { objectValue: plain } : {}), secret };
}

/** A value for people; what is no text is JSON. */
export function valueText(value: ConfigValue, decrypt: Decrypt | undefined): string {
  const plain = inOrder(decryptValue(value, decrypt ?? masked));
  return typeof plain === "string" ? plain : JSON.stringify(plain);
}

/** The same value with its keys sorted, as the CLI prints them. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, inOrder(member)]));
}
