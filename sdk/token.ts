import * as pulumi from "@pulumi/pulumi";

/** Version of this package; every resource is registered with it, so that the engine picks one provider for all. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- resolves to the package's own manifest in the repository and in the published package alike
export const version: string = (require("moorage/package.json") as { version: string }).version;

/** The Pulumi type token of a noun, e.g. `moorage:index:Container`. */
export function token(noun: string): string {
  return `moorage:index:${noun}`;
}

/** Options of a resource, with this package's version unless the caller names another. */
export function withVersion(options: pulumi.CustomResourceOptions | undefined): pulumi.CustomResourceOptions {
  return pulumi.mergeOptions({ version }, options);
}

/** Whether a value is a resource of the given noun; two copies of this package in one program agree. */
export function isNoun(value: unknown, noun: string): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    (value as { __pulumiType?: unknown }).__pulumiType === token(noun)
  );
}
