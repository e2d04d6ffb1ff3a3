import { rename, rm } from "node:fs/promises";
import {
  fullStackName,
  StackExistsError,
  StackNotFoundError,
  type StackReference,
} from "../../engine/backend";
import { selectedStack, selectStack, StackSettings, stackSettingsPath } from "../../engine/project";
import { ensureStackSecrets, type OpenProject } from "../../engine/stacks";
import { parseStackReference } from "../../engine/backend";
import { exportStack } from "../../engine/transfer";
import { openHome, openStackOf, type Home } from "./home";

/** What a list of stacks says of one. */
export interface StackSummary {
  name: string;
  /** Whether it is the selected one. */
  current: boolean;
  /** When its state was written last: RFC 3339. */
  lastUpdate?: string;
  /** Whether somebody holds its lock. */
  updateInProgress?: boolean;
  resourceCount?: number;
  url?: string;
}

/** How stacks are listed. */
export interface ListOptions {
  /** Those of all projects of the backend. @default false */
  all?: boolean;
}

/** How a stack is removed. */
export interface RemoveOptions {
  /** Also with resources in it, which then are nobody's. @default false */
  force?: boolean;
  /** Keep the stack's settings, its configuration with them. @default false */
  preserveConfig?: boolean;
}

/** Makes a stack with a key for its secrets, and selects it. @throws StackExistsError, SecretsError */
export async function createStack(home: Home, stackName: string): Promise<void> {
  const open = await openStackOf(home, stackName);
  const { backend, environment, project, stack } = open;
  if (await backend.hasStack(stack)) throw new StackExistsError(stack, backend.url);
  const settings = await StackSettings.read(project, stack.name);
  const salt = settings.encryptionSalt;
  const provider = await ensureStackSecrets(open, stack, settings);
  // A passphrase that is wrong is told before there is a stack.
  await provider.unlock();
  await backend.createStack(stack);
  if (salt !== settings.encryptionSalt) await settings.save();
  await selectStack(project, fullStackName(stack), environment);
}

/** @throws StackNotFoundError */
export async function chooseAndSelect(home: Home, stackName: string): Promise<void> {
  const { backend, environment, project, stack } = await openStackOf(home, stackName);
  if (!(await backend.hasStack(stack))) throw new StackNotFoundError(stack, backend.url);
  await selectStack(project, fullStackName(stack), environment);
}

/** @throws StackNotFoundError, StackNotEmptyError */
export async function removeStack(home: Home, stackName: string, options: RemoveOptions): Promise<void> {
  const open = await openStackOf(home, stackName);
  const { backend, environment, project, stack } = open;
  await backend.removeStack(stack, { force: options.force ?? false });
  if (stack.project !== project.name) return;
  if (options.preserveConfig !== true) await rm(stackSettingsPath(project, stack.name), { force: true });
  if (await isSelected(open, stack)) await selectStack(project, undefined, environment);
}

/** Renames a stack with its settings, and selects it. @throws StackExistsError */
export async function renameStack(home: Home, stackName: string, to: string): Promise<void> {
  const { backend, environment, project, stack } = await openStackOf(home, stackName);
  const renamed = parseStackReference(to, project.name);
  await backend.renameStack(stack, renamed);
  const [from, into] = [stack, renamed].map(({ name }) => stackSettingsPath(project, name)) as [
    string,
    string,
  ];
  await rename(from, into).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  await selectStack(project, fullStackName(renamed), environment);
}

/** The stacks of the project, by name. */
export async function listStacks(home: Home, { all = false }: ListOptions): Promise<StackSummary[]> {
  const open = await openHome(home);
  const { backend, project } = open;
  const stacks = await backend.listStacks(all ? undefined : project.name);
  return Promise.all(stacks.map((stack) => summaryOf(open, stack)));
}

async function summaryOf(open: OpenProject, stack: StackReference): Promise<StackSummary> {
  const { backend, project } = open;
  const [{ deployment }, locks, current] = await Promise.all([
    exportStack(backend, stack),
    backend.locks(stack),
    isSelected(open, stack),
  ]);
  const { manifest, resources } = (deployment ?? {}) as {
    manifest?: { time?: string };
    resources?: unknown[];
  };
  return {
    name: stack.project === project.name ? stack.name : fullStackName(stack),
    current,
    ...(manifest?.time === undefined ? {} : { lastUpdate: manifest.time }),
    updateInProgress: locks.length > 0,
    ...(deployment === undefined ? {} : { resourceCount: resources?.length ?? 0 }),
  };
}

async function isSelected({ environment, project }: OpenProject, stack: StackReference): Promise<boolean> {
  const selected = await selectedStack(project, environment);
  if (selected === undefined) return false;
  return fullStackName(parseStackReference(selected, project.name)) === fullStackName(stack);
}
