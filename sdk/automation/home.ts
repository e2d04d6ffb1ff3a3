import { parseStackReference, StackNotFoundError, type StackReference } from "../../engine/backend";
import { UnsupportedSecretsProviderError } from "../../engine/secrets";
import { openProject, type OpenProject } from "../../engine/stacks";

/** What of a workspace says where its project and its stacks are. */
export interface Home {
  readonly workDir: string;
  readonly pulumiHome?: string | undefined;
  readonly secretsProvider?: string | undefined;
  readonly envVars: Readonly<Record<string, string>>;
}

/** The process's environment with the workspace's own before it. */
export function environmentOf({ envVars, pulumiHome }: Home): NodeJS.ProcessEnv {
  const home = pulumiHome === undefined ? {} : { PULUMI_HOME: pulumiHome };
  return { ...process.env, ...home, ...envVars };
}

/** A workspace's project and backend, as they are now: files may change between two operations. */
export async function openHome(home: Home): Promise<OpenProject> {
  const { secretsProvider = "default" } = home;
  if (!["default", "passphrase", ""].includes(secretsProvider)) {
    throw new UnsupportedSecretsProviderError(secretsProvider);
  }
  return openProject({ folder: home.workDir, environment: environmentOf(home) });
}

/** A workspace's project with one of its stacks. */
export interface OpenStack extends OpenProject {
  readonly stack: StackReference;
}

/** The same with a stack that has to be there. @throws StackNotFoundError */
export async function openExistingStack(home: Home, stackName: string): Promise<OpenStack> {
  const open = await openStackOf(home, stackName);
  if (await open.backend.hasStack(open.stack)) return open;
  throw new StackNotFoundError(open.stack, open.backend.url);
}

/** The same with one of its stacks, which need not exist. */
export async function openStackOf(home: Home, stackName: string): Promise<OpenStack> {
  const open = await openHome(home);
  return { ...open, stack: parseStackReference(stackName, open.project.name) };
}
