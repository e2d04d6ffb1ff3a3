import { Secret, type PropertyMap } from "../values";
import type { StackConfiguration } from "./operation";

/** The packages of dynamic resources, whose providers are the program's own. */
const dynamicPackages: readonly string[] = ["pulumi-nodejs", "pulumi-python"];

/**
 * The configuration of one package, for its default provider: key without the namespace to value. Providers of dynamic
 * resources get all of it, with the namespaces.
 */
export function packageConfig(configuration: StackConfiguration, packageName: string): PropertyMap {
  const prefix = dynamicPackages.includes(packageName) ? "" : `${packageName}:`;
  const secret = new Set(configuration.secretKeys);
  return Object.fromEntries(
    Object.entries(configuration.values)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), secret.has(key) ? new Secret(value) : value]),
  );
}

/** The configuration as it may be shown. */
export function shownConfig({ values, secretKeys }: StackConfiguration): Record<string, string> {
  const secret = new Set(secretKeys);
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, secret.has(key) ? "[secret]" : value]),
  );
}
