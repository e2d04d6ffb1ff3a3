import { mapProperties, propertyOf, Secret } from "../values";
import type { Entry } from "./entry";

/** Makes outputs secret that the program asked to be, and those whose input of the same name is. */
export function keepSecrets(entry: Entry, warn: (message: string) => void): void {
  const { inputs, outputs, additionalSecretOutputs } = entry.state;
  if (additionalSecretOutputs.includes("id")) {
    warn("The 'id' property cannot be made secret. See pulumi/pulumi#2717 for more details.");
  }
  const isSecret = (key: string) =>
    additionalSecretOutputs.includes(key) || propertyOf(inputs, key) instanceof Secret;
  const leaks = Object.entries(outputs).some(([key, value]) => !(value instanceof Secret) && isSecret(key));
  if (!leaks) return;
  entry.set({
    outputs: mapProperties(outputs, (value, key) =>
      !(value instanceof Secret) && isSecret(key) ? new Secret(value) : value,
    ),
  });
}
