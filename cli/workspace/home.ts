import type { StackReference } from "../../engine/backend";
import { MissingPassphraseError } from "../../engine/secrets";
import { stackSecrets } from "../../engine/stacks";
import type { Home } from "../../sdk/automation/home";
import type { Terminal } from "../terminal";
import type { Workspace } from "./workspace";

/**
 * A project as the automation API is told of it.
 * @param stack the one whose passphrase is asked for where the environment does not have it; undefined for none
 * @throws WrongPassphraseError
 */
export async function homeOf(
  workspace: Workspace,
  { env }: Terminal,
  stack: StackReference | undefined,
): Promise<Home> {
  const own = Object.entries(env).filter(
    ([name, value]) => value !== undefined && process.env[name] !== value,
  );
  const isGiven = env["PULUMI_CONFIG_PASSPHRASE"] ?? env["PULUMI_CONFIG_PASSPHRASE_FILE"];
  const passphrase =
    isGiven === undefined && stack !== undefined ? await typedPassphrase(workspace, stack) : {};
  return {
    workDir: workspace.project.directory,
    // What of the environment is not the process's own, and the passphrase that was typed.
    envVars: { ...(Object.fromEntries(own) as Record<string, string>), ...passphrase },
  };
}

/** Where nobody can be asked, whatever needs it says so itself. */
async function typedPassphrase(workspace: Workspace, stack: StackReference): Promise<Record<string, string>> {
  const { passphrase } = workspace;
  try {
    const typed = { PULUMI_CONFIG_PASSPHRASE: await passphrase() };
    // A mistake is told at once.
    await stackSecrets(await workspace.settings(stack), passphrase)?.unlock();
    return typed;
  } catch (error) {
    if (error instanceof MissingPassphraseError) return {};
    throw error;
  }
}
