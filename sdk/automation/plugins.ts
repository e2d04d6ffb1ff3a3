import { pluginPlaces, type PluginProject } from "../../engine/operations/plugin-places";
import { findPlugin } from "../../engine/plugins/find-plugin";
import { NoProjectError, readProject } from "../../engine/project";
import { CommandError } from "./errors";
import { environmentOf, type Home } from "./home";

/** Finds a plugin where an operation would. @throws PluginNotFoundError that says how it is installed */
export async function requirePlugin(home: Home, name: string, version: string, kind: string): Promise<void> {
  if (kind !== "resource") {
    throw new CommandError(`the embedded engine uses no plugins of the kind ${kind}: leave ${name} out`);
  }
  // Moorage's own provider runs in this process.
  if (name === "moorage") return;
  const places = pluginPlaces(await projectOf(home), environmentOf(home), undefined);
  findPlugin({ name, version: version.replace(/^v/, "") }, places);
}

/** Plugins may be wanted before there is a project. */
async function projectOf({ workDir }: Home): Promise<PluginProject> {
  try {
    const { directory, main, providerPlugins } = await readProject(workDir);
    return { folder: directory, main, plugins: providerPlugins };
  } catch (error) {
    if (error instanceof NoProjectError) return { folder: workDir, plugins: [] };
    throw error;
  }
}
