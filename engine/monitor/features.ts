/**
 * What a program may ask for by SupportsFeature, and what this engine answers. A feature that is not listed is not
 * supported, as with Pulumi's own engine.
 */
export const features: Readonly<Record<string, { supported: boolean; meaning: string }>> = {
  secrets: { supported: true, meaning: "secrets are marked as such, both ways" },
  resourceReferences: { supported: true, meaning: "a resource may be a property of another" },
  outputValues: { supported: true, meaning: "inputs of remote components carry what they depend on" },
  aliasSpecs: { supported: true, meaning: "aliases come as parts, and the engine makes URNs of them" },
  replacementTrigger: { supported: true, meaning: "the resource option `replacementTrigger`" },
  deletedWith: { supported: true, meaning: "the resource option `deletedWith`" },
  replaceWith: { supported: true, meaning: "the resource option `replaceWith`" },
  transforms: { supported: true, meaning: "the resource option `transforms`, and transforms of the stack" },
  invokeTransforms: { supported: true, meaning: "transforms of the stack's invokes" },
  parameterization: { supported: true, meaning: "packages that are made by a parameter of a plugin" },
  resourceHooks: { supported: true, meaning: "the resource option `hooks`" },
  errorHooks: { supported: true, meaning: "hooks that decide whether a failed step is tried again" },
};
