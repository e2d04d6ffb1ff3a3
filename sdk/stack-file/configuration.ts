import * as pulumi from "@pulumi/pulumi";

/** A value of the stack's configuration. */
export interface ConfigurationValue {
  readonly text: string;
  /** Whether it is stored as a secret. */
  readonly isSecret: boolean;
}

/** What a stack file's `${config:…}` and `${secret:…}` are looked up in. */
export interface Configuration {
  /** @param key `name`, which is the project's own, or `namespace:name` */
  get(key: string): ConfigurationValue | undefined;
}

/** The configuration of the stack that the program runs for. */
export const stackConfiguration: Configuration = {
  get(key) {
    const [name = "", ...namespace] = key.split(":").reverse();
    const text = new pulumi.Config(namespace.length === 0 ? undefined : namespace.reverse().join(":")).get(
      name,
    );
    if (text === undefined) return undefined;
    const fullKey = key.includes(":") ? key : `${pulumi.getProject()}:${key}`;
    return { text, isSecret: isStoredAsSecret(fullKey) };
  },
};

/** Pulumi's SDK knows it, and leaves it out of its types. */
function isStoredAsSecret(fullKey: string): boolean {
  const runtime = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
  return runtime.isConfigSecret?.(fullKey) ?? false;
}
