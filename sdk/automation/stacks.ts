import { fullStackName } from "../../engine/backend";
import { selectStack } from "../../engine/project";
import * as stacks from "../../engine/stacks";
import { listStacks as listed } from "../../engine/stacks/list-stacks";
import { openExistingStack, openHome, openStackOf, type Home } from "./home";

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
  const open = await openHome(home);
  const stack = await stacks.createStack(open, stackName);
  await selectStack(open.project, fullStackName(stack), open.environment);
}

/** @throws StackNotFoundError */
export async function chooseAndSelect(home: Home, stackName: string): Promise<void> {
  const { environment, project, stack } = await openExistingStack(home, stackName);
  await selectStack(project, fullStackName(stack), environment);
}

/** @throws StackNotFoundError, StackNotEmptyError */
export async function removeStack(home: Home, stackName: string, options: RemoveOptions): Promise<void> {
  const { stack, ...open } = await openStackOf(home, stackName);
  const { force = false, preserveConfig = false } = options;
  await stacks.removeStack(open, stack, { force, preserveConfig });
}

/** Renames a stack with its settings, and selects it. @throws StackExistsError */
export async function renameStack(home: Home, stackName: string, to: string): Promise<void> {
  const { stack, ...open } = await openStackOf(home, stackName);
  await stacks.renameStack(open, stack, to);
}

/** The stacks of the project, by name. */
export async function listStacks(home: Home, { all = false }: ListOptions): Promise<StackSummary[]> {
  const open = await openHome(home);
  const found = await listed(open, all ? undefined : open.project.name);
  const summaries = found.map(async ({ stack, summary }): Promise<StackSummary> => {
    const locks = await open.backend.locks(stack);
    return { ...summary, updateInProgress: locks.length > 0 };
  });
  return Promise.all(summaries);
}
