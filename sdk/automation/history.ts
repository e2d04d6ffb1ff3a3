import { ConfigError, readConfigValue, StackSettings } from "../../engine/project";
import { ensureStackSecrets } from "../../engine/stacks";
import { openExistingStack, type Home } from "./home";
import type { UpdateSummary } from "./results";
import { summaries } from "./summary";

/** A part of a stack's history, newest first. */
export interface HistoryPage {
  /** @default all */
  readonly pageSize?: number | undefined;
  /** From 1 on. @default 1 */
  readonly page?: number | undefined;
  readonly showSecrets?: boolean | undefined;
}

/** @throws StackNotFoundError, SecretsError */
export async function readHistory(
  home: Home,
  stackName: string,
  { page = 1, pageSize, showSecrets }: HistoryPage,
): Promise<UpdateSummary[]> {
  const { backend, stack } = await openExistingStack(home, stackName);
  const records = await backend.history(stack);
  const size = Math.floor(pageSize ?? 0) || records.length;
  const begin = (Math.max(1, Math.floor(page)) - 1) * size;
  return summaries(home, stackName, records.slice(begin, begin + size), showSecrets);
}

/** Puts the configuration of the last operation in the place of the settings'. @throws ConfigError if there was none */
export async function restoreConfig(home: Home, stackName: string): Promise<void> {
  const open = await openExistingStack(home, stackName);
  const { backend, project, stack } = open;
  const [last] = await backend.history(stack);
  if (last === undefined) {
    throw new ConfigError(
      `the stack ${stack.name} has no previous deployment, and so no configuration to go back to`,
    );
  }
  const settings = await StackSettings.read(project, stack.name);
  const recorded = Object.entries(last.config ?? {}).map(
    ([key, value]) => [key, readConfigValue(value)] as const,
  );
  settings.replaceConfig(Object.fromEntries(recorded));
  await ensureStackSecrets(open, stack, settings);
  await settings.save();
}
