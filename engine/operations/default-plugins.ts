import { pluginChoiceOf, type PluginChoice } from "../plugins/provider-inputs";
import { compareVersions, parseVersion } from "../plugins/version";
import type { ResourceState } from "../state";
import { providerPackage } from "../urn";

/**
 * The plugins that registrations get that name no version: of each package the newest that a provider of the state
 * has. Pulumi's engine takes them from there, too, where the project's packages name none.
 */
export function defaultPlugins(resources: readonly ResourceState[]): Record<string, PluginChoice> {
  const found = new Map<string, PluginChoice>();
  for (const { type, inputs } of resources) {
    const packageName = providerPackage(type);
    if (packageName === undefined) continue;
    const { version, pluginDownloadUrl } = pluginChoiceOf(inputs);
    const known = found.get(packageName);
    if (known && !isNewer(version, known.version)) continue;
    found.set(packageName, { version, pluginDownloadUrl });
  }
  return Object.fromEntries(found);
}

/** Any version is newer than none; of two that are the same, the later one counts. */
function isNewer(version: string | undefined, known: string | undefined): boolean {
  const [left, right] = [parse(version), parse(known)];
  if (left === undefined) return right === undefined;
  return right === undefined || compareVersions(left, right) >= 0;
}

function parse(version: string | undefined): ReturnType<typeof parseVersion> {
  return version === undefined ? undefined : parseVersion(version);
}
