import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { PluginPlaces } from "../plugins/find-plugin";
import type { OperationProject } from "./operation";

/** Where an operation's plugins are looked for. */
export function pluginPlaces(
  project: OperationProject,
  environment: NodeJS.ProcessEnv,
  sdkFolder: string | undefined,
): PluginPlaces {
  const ignoresPath = ["1", "true"].includes(environment["PULUMI_IGNORE_AMBIENT_PLUGINS"] ?? "");
  return {
    project: project.plugins.map((plugin) => ({ ...plugin, path: resolve(project.folder, plugin.path) })),
    path: ignoresPath ? undefined : environment["PATH"],
    installed: join(environment["PULUMI_HOME"] || join(homedir(), ".pulumi"), "plugins"),
    sdk: sdkFolder,
  };
}
