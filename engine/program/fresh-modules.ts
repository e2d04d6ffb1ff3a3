import { sep } from "node:path";

type ModuleCache = Record<string, NodeJS.Module | undefined>;

/**
 * Forgets a module and all that it has loaded, so that the next `require` evaluates them again. Installed packages
 * stay: they belong to the process, and resource classes in them are made to be shared by runs.
 */
export function forgetModules(cache: ModuleCache, entry: string): void {
  const found = cache[entry];
  if (found === undefined || isShared(entry)) return;
  const children = found.children;
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- this is how Node forgets a module
  delete cache[entry];
  for (const child of children) forgetModules(cache, child.filename);
}

/** The engine itself, where it is no installed package: in its own repository. */
const engineFolder = __dirname.slice(0, __dirname.lastIndexOf(sep) + 1);

function isShared(filename: string): boolean {
  return filename.includes(`${sep}node_modules${sep}`) || filename.startsWith(engineFolder);
}
