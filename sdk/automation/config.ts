/** A value of a stack's configuration. */
export interface ConfigValue {
  /** A text; what is a map or a list is JSON. */
  value: string;
  /** What is a map or a list. */
  objectValue?: unknown;
  /** @default false */
  secret?: boolean;
}

/** Values by their keys, `<namespace>:<name>`. */
export interface ConfigMap {
  [key: string]: ConfigValue;
}
