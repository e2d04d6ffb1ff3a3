export { Archive } from "./archive";
export { Asset } from "./asset";
export { containsSecrets, containsUnknowns } from "./contains";
export { changedKeys, differences, type Difference } from "./difference";
export { valuesEqual, propertiesEqual } from "./equality";
export { flattenOutput, flattenOutputs } from "./flatten";
export { unmarshalArchive, unmarshalAsset } from "./unmarshal-asset";
export { MalformedValueError } from "./malformed-value-error";
export { marshalAsset, marshalProperties, marshalValue, type MarshalOptions } from "./marshal";
export {
  formatPropertyPath,
  parsePropertyPath,
  pathContains,
  valueAt,
  type PropertyPath,
} from "./property-path";
export {
  isInternalKey,
  isPropertyArray,
  isPropertyMap,
  mapElements,
  mapProperties,
  Output,
  propertyOf,
  resealed,
  ResourceReference,
  Secret,
  sortedKeys,
  Unknown,
  type PropertyMap,
  type PropertyValue,
} from "./property-value";
export { resetAt } from "./reset";
export { maskSecretsIn, unwrapSecrets, unwrapSecretsIn } from "./secrets";
export { signatureKey, signatures, unknownSentinels, type UnknownKind } from "./signatures";
export { unmarshalProperties, unmarshalValue, type UnmarshalOptions } from "./unmarshal";
export type { WireMap, WireValue } from "./wire";
export { AssetError } from "./hash/asset-error";
export { withAssetHashes } from "./hash/asset-hashes";
