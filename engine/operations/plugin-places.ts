import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { PluginPlaces } from "../plugins/find-plugin";
import { SdkError } from "../program/errors";
import { findSdkFolder } from "../program/sdk";
import type { OperationProject } from "./operation";
import type { PreparedProgram } from "./program-run";

/** What of a project says where its plugins are. */
export type PluginProject = Pick<OperationProject, "folder" | "main" | "plugins">;

/** Where an operation's plugins are looked for; one that runs no program has none prepared. */
export function pluginPlaces(
  project: PluginProject,
  environment: NodeJS.ProcessEnv,
  prepared: PreparedProgram | undefined,
): PluginPlaces {
  const ignoresPath = ["1", "true"].includes(environment["PULUMI_IGNORE_AMBIENT_PLUGINS"] ?? "");
  return {
    project: project.plugins.map((plugin) => ({ ...plugin, path: resolve(project.folder, plugin.path) })),
    path: ignoresPath ? undefined : environment["PATH"],
    installed: join(environment["PULUMI_HOME"] || join(homedir(), ".pulumi"), "plugins"),
    sdk: () => prepared?.sdk.folder ?? sdkOf(project),
  };
}

/** The SDK of a program that does not run: where its modules are, else the one that functions run with. */
function sdkOf({ folder, main = "" }: PluginProject): string | undefined {
  for (const place of [resolve(folder, main), __dirname]) {
    try {
      return findSdkFolder(place);
    } catch (error) {
      if (!(error instanceof SdkError)) throw error;
    }
  }
  return undefined;
}
