/** A google.protobuf.Value in its plain JSON form: how Pulumi's protocol carries a value. */
export type WireValue = null | boolean | number | string | readonly WireValue[] | WireMap;

/** A google.protobuf.Struct in its plain JSON form. */
export interface WireMap {
  readonly [key: string]: WireValue;
}
