import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { deriveKey } from "../engine/secrets/derive-key";

/** The commands that need the secrets of a stack's settings and do much else before they get to them. */
const commands = new Set(["up", "update", "preview", "refresh", "destroy"]);
const settings = /^Pulumi\.(?<stack>.+)\.ya?ml$/;

/**
 * Begins to derive the key of the secrets that a command will read, before anything is loaded: that takes another thread
 * a quarter of a second, for which the command would else have to wait. Where it does not show which stack is meant, or
 * whether there are any secrets, nothing is begun; and whoever needs the key asks for it in the ordinary way.
 */
export function foreseeKey(
  [command = "", ...options]: readonly string[],
  { PULUMI_CONFIG_PASSPHRASE: passphrase }: NodeJS.ProcessEnv,
): void {
  if (passphrase === undefined || !commands.has(command)) return;
  try {
    const salt = saltIn(resolve(valueOf(options, "-C", "--cwd") ?? "."), valueOf(options, "-s", "--stack"));
    if (salt === undefined) return;
    // Whoever needs it is told then, too.
    deriveKey(passphrase, salt).catch(() => {});
  } catch {
    // The command itself says what is wrong with the folder.
  }
}

function saltIn(folder: string, stack: string | undefined): Buffer | undefined {
  const name = stack?.split("/").at(-1);
  const files = readdirSync(folder).filter((file) => {
    const found = settings.exec(file)?.groups?.["stack"];
    return found !== undefined && (name === undefined || name === found);
  });
  const [file] = files;
  if (file === undefined || files.length > 1) return undefined;
  const text = readFileSync(join(folder, file), "utf8");
  const salt = /^encryptionsalt:\s*["']?v1:([^:\s]+):/m.exec(text)?.[1];
  return salt !== undefined && /\bsecure:/.test(text) ? Buffer.from(salt, "base64") : undefined;
}

/** What follows an option, in any of the ways in which it may be written. */
function valueOf(options: readonly string[], short: string, long: string): string | undefined {
  const at = options.findIndex((option) => option === short || option === long);
  if (at >= 0) return options[at + 1];
  const whole = options.find((option) => option.startsWith(`${long}=`));
  return whole?.slice(long.length + 1);
}
