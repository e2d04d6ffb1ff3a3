import { holdsSecret, type ConfigValue, type StackSettings } from "../../engine/project";
import { unlockStackSecrets } from "../../engine/stacks";
import type { Workspace } from "../workspace/workspace";
import { masked, type Decrypt } from "./value-json";

/** What reads the secrets among values; the passphrase is needed only where there are any. */
export async function decrypter(
  { passphrase }: Workspace,
  settings: StackSettings,
  values: readonly ConfigValue[],
): Promise<Decrypt> {
  if (!values.some(holdsSecret)) return masked;
  const crypter = await unlockStackSecrets(settings, passphrase);
  return (ciphertext) => crypter.decrypt(ciphertext);
}
