import type { CustomResource } from "@pulumi/pulumi";
import type * as sdk from "../../sdk";

type Exported = typeof sdk;

/** Every resource that the SDK exports: whoever adds one there is told by the compiler what is missing here. */
export type Noun = Exclude<
  { [Name in keyof Exported]: IsResource<Exported[Name]> extends true ? Name : never }[keyof Exported],
  "Provider"
>;

type IsResource<T> = T extends abstract new (...args: never[]) => CustomResource ? true : false;
