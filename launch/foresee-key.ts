import { readFileSync } from "node:fs";
import { deriveKey } from "../engine/secrets/derive-key";
import { settingsNamed } from "./named-stack";

/**
 * Begins to derive the key of the secrets that a command will read, before anything is loaded: that takes another thread
 * a quarter of a second, for which the command would else have to wait. Where it does not show which stack is meant, or
 * whether there are any secrets, nothing is begun; and whoever needs the key asks for it in the ordinary way.
 */
export function foreseeKey(
  argv: readonly string[],
  { PULUMI_CONFIG_PASSPHRASE: passphrase }: NodeJS.ProcessEnv,
): void {
  if (passphrase === undefined) return;
  try {
    const settings = settingsNamed(argv);
    const salt = settings === undefined ? undefined : saltIn(settings);
    if (salt === undefined) return;
    // Whoever needs it is told then, too.
    deriveKey(passphrase, salt).catch(() => {});
  } catch {
    // The command itself says what is wrong with the folder.
  }
}

function saltIn(settings: string): Buffer | undefined {
  const text = readFileSync(settings, "utf8");
  const salt = /^encryptionsalt:\s*["']?v1:([^:\s]+):/m.exec(text)?.[1];
  return salt !== undefined && /\bsecure:/.test(text) ? Buffer.from(salt, "base64") : undefined;
}
