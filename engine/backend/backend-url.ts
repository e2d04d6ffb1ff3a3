import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { BackendError } from "./backend-error";

/** The environment variables that say where stacks are kept. */
export interface BackendEnvironment {
  readonly PULUMI_BACKEND_URL?: string | undefined;
  readonly PULUMI_CREDENTIALS_PATH?: string | undefined;
  readonly PULUMI_HOME?: string | undefined;
  readonly PULUMI_DIY_BACKEND_ZSTD?: string | undefined;
  readonly PULUMI_DIY_BACKEND_GZIP?: string | undefined;
  readonly PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS?: string | undefined;
}

/**
 * The backend that the CLI would take: PULUMI_BACKEND_URL, else the project's `backend.url`, else the one that was
 * logged in to last.
 *
 * @throws BackendError if none of them says anything
 */
export async function currentBackendUrl(
  environment: BackendEnvironment,
  projectUrl?: string,
): Promise<string> {
  const url = environment.PULUMI_BACKEND_URL || projectUrl || (await loggedInUrl(environment));
  if (url) return url;
  throw new BackendError(
    "nothing says where stacks are kept: set PULUMI_BACKEND_URL, for example to file://~, " +
      "or backend.url in Pulumi.yaml, or `pulumi login --local`",
  );
}

async function loggedInUrl(environment: BackendEnvironment): Promise<string | undefined> {
  const folder = environment.PULUMI_CREDENTIALS_PATH || environment.PULUMI_HOME || join(homedir(), ".pulumi");
  const path = join(folder, "credentials.json");
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new BackendError(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  try {
    return (JSON.parse(text) as { current?: string } | null)?.current;
  } catch {
    // The parser's message may quote a token.
    throw new BackendError(`${path} is no JSON: log in again with \`pulumi login\``);
  }
}
