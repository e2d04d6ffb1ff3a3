import { MissingPassphraseError } from "../../engine/secrets";
import type { Home } from "../../sdk/automation/home";
import type { Terminal } from "../terminal";
import type { Workspace } from "./workspace";

/**
 * A project as the automation API is told of it.
 * @param needsSecrets whether a passphrase that the environment does not have is asked for
 */
export async function homeOf(workspace: Workspace, { env }: Terminal, needsSecrets = true): Promise<Home> {
  const own = Object.entries(env).filter(
    ([name, value]) => value !== undefined && process.env[name] !== value,
  );
  const isGiven = env["PULUMI_CONFIG_PASSPHRASE"] ?? env["PULUMI_CONFIG_PASSPHRASE_FILE"];
  const passphrase = isGiven === undefined && needsSecrets ? await typedPassphrase(workspace) : {};
  return {
    workDir: workspace.project.directory,
    // What of the environment is not the process's own, and the passphrase that was typed.
    envVars: { ...(Object.fromEntries(own) as Record<string, string>), ...passphrase },
  };
}

/** Where nobody can be asked, whatever needs it says so itself. */
async function typedPassphrase({ passphrase }: Workspace): Promise<Record<string, string>> {
  try {
    return { PULUMI_CONFIG_PASSPHRASE: await passphrase() };
  } catch (error) {
    if (error instanceof MissingPassphraseError) return {};
    throw error;
  }
}
