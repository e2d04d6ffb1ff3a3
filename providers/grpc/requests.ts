import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Bag } from "../resources/bag";
import { decodeChecked } from "./wire";

/** A bag that the engine sends empty where there is none: no resource of Moorage is without properties. */
export function bagUnlessEmpty(struct: Struct | undefined): Bag | undefined {
  const bag = decodeChecked(struct);
  return Object.keys(bag.values).length === 0 ? undefined : bag;
}
