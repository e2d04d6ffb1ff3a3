import { BackendError } from "../../engine/backend";
import { openExistingStack, openStackOf, type Home } from "./home";

/** What is noted on a stack, by name. */
export interface TagMap {
  [key: string]: string;
}

/** @throws StackNotFoundError */
export async function readTags(home: Home, stackName: string): Promise<TagMap> {
  const { backend, stack } = await openExistingStack(home, stackName);
  return backend.readTags(stack);
}

/** @throws BackendError if there is none of that name */
export async function readTag(home: Home, stackName: string, key: string): Promise<string> {
  const value = (await readTags(home, stackName))[key];
  if (value !== undefined) return value;
  throw new BackendError(`the stack ${stackName} has no tag ${JSON.stringify(key)}: set it with setTag`);
}

/** Sets a tag, or removes it where the value is undefined. */
export async function writeTag(
  home: Home,
  stackName: string,
  key: string,
  value: string | undefined,
): Promise<void> {
  const tags = new Map(Object.entries(await readTags(home, stackName)));
  if (value === undefined) tags.delete(key);
  else tags.set(key, value);
  const { backend, stack } = await openStackOf(home, stackName);
  await backend.writeTags(stack, Object.fromEntries(tags));
}
