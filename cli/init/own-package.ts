import { readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { manifest } from "../manifest";

/**
 * What a new project's package.json has to ask for to get this very package: the packed file that this one was
 * installed from, else its version from the registry.
 * @param folder the new project's, since a file is named relative to it
 */
export async function requestOfMoorage(
  folder: string,
  installed: string = dirname(require.resolve("moorage/package.json")),
): Promise<string> {
  const modules = dirname(installed);
  // npm's own record of what it put beside us; what is no `file:` came from a registry, or from no npm at all.
  const record = await readFile(join(modules, ".package-lock.json"), "utf8").catch(() => "{}");
  const { packages } = JSON.parse(record) as {
    packages?: Readonly<Record<string, { readonly resolved?: string }>>;
  };
  const origin = packages?.["node_modules/moorage"]?.resolved;
  if (origin?.startsWith("file:") !== true) return `^${manifest.version}`;
  const file = resolve(dirname(modules), origin.slice("file:".length));
  return `file:${relative(folder, file)}`;
}
