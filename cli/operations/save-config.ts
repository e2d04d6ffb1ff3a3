import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { looksSecret } from "../config/looks-secret";
import type { OperationFlags } from "./flags";
import type { Place } from "./place";

/** Sets what `--config` says in the stack's settings, as `config set` would: all of it, or none. */
export async function saveConfig({ workspace, stack }: Place, flags: OperationFlags): Promise<void> {
  const { config = [], configPath: path = false } = flags;
  if (config.length === 0) return;
  const settings = await workspace.settings(stack);
  for (const each of config) {
    const end = each.indexOf("=");
    const [key, value] = [each.slice(0, end), each.slice(end + 1)];
    if (end < 1) throw usage(`--config ${each} is no key=value`);
    if (looksSecret(key, value)) {
      throw usage(
        `the value of ${key} looks like a secret: set it with \`moorage config set --secret ${key}\``,
      );
    }
    settings.set(key, value, { path });
  }
  await settings.save();
}

function usage(message: string): Failure {
  return new Failure(message, { exitCode: EXIT.usage });
}
