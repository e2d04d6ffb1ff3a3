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

/** Where stacks are kept when nobody said where: there where `pulumi login --local` has the CLI keep them. */
const homeUrl = "file://~";

/**
 * The backend that the CLI would take: PULUMI_BACKEND_URL, else the project's `backend.url`, else the one that was
 * logged in to last. Where the CLI would ask to log in it is the user's home: an account is not needed here.
 *
 * @throws BackendError for credentials that cannot be read
 */
export async function currentBackendUrl(
  environment: BackendEnvironment,
  projectUrl?: string,
): Promise<string> {
  return environment.PULUMI_BACKEND_URL || projectUrl || (await loggedInUrl(environment)) || homeUrl;
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
