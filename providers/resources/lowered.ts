import type { Input, OutputInstance } from "@pulumi/pulumi";
import type { Host } from "../../sdk/host";
import type { Image } from "../../sdk/image";
import type { HostLink, RegistryLink } from "../../sdk/link";
import type { Network } from "../../sdk/network";
import type { Registry } from "../../sdk/registry";
import type { Volume } from "../../sdk/volume";

/** Arguments of a noun as the provider gets them: known values, a Host or Registry as its link, other nouns as their names. */
export type Lowered<T> =
  T extends OutputInstance<infer U>
    ? Lowered<U>
    : T extends Promise<infer U>
      ? Lowered<U>
      : T extends Host
        ? HostLink
        : T extends Registry
          ? Lowered<RegistryLink>
          : T extends Image | Network | Volume
            ? string
            : T extends readonly (infer U)[]
              ? Lowered<U>[]
              : T extends object
                ? { [K in keyof T]: Lowered<T[K]> }
                : T;

/** An input as the provider gets it. */
export type Known<T> = Lowered<Input<T>>;
