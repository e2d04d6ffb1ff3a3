import { Secret, type PropertyMap } from "../values";
import type { StackConfiguration } from "./operation";

/** The configuration of one package, for its default provider: key without the namespace to value. */
export function packageConfig(configuration: StackConfiguration, packageName: string): PropertyMap {
  const prefix = `${packageName}:`;
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
