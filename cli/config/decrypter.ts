import { holdsSecret, type ConfigValue, type StackSettings } from "../../engine/project";
import { SecretsError } from "../../engine/secrets";
import { stackSecrets } from "../../engine/stacks";
import type { Workspace } from "../workspace/workspace";
import { masked, type Decrypt } from "./value-json";

/** What reads the secrets among values; the passphrase is needed only where there are any. */
export async function decrypter(
  { passphrase }: Workspace,
  settings: StackSettings,
  values: readonly ConfigValue[],
): Promise<Decrypt> {
  if (!values.some(holdsSecret)) return masked;
  const provider = stackSecrets(settings, passphrase);
  if (provider === undefined) {
    throw new SecretsError(
      `${settings.file} has secrets and no encryptionsalt, without which no passphrase opens them: ` +
        "restore it from a backup, or set the secrets anew",
    );
  }
  const crypter = await provider.unlock();
  return (ciphertext) => crypter.decrypt(ciphertext);
}
