import type {
  ContainerCreateJson,
  EndpointJson,
  HostConfigJson,
} from "../../../../providers/docker/container-json";
import type { ContainerSpec, OptionName } from "../../../../providers/reconcile/container/options/option";

/** What the engine is to be told of an option, in the API's own words. */
export interface Told extends Partial<Omit<ContainerCreateJson, "HostConfig" | "NetworkingConfig">> {
  readonly HostConfig?: HostConfigJson;
  /** The first network's. */
  readonly endpoint?: EndpointJson;
  readonly platform?: string;
}

/** Sample values of an option, and what must come of them. Pure tests and real engines go by the same. */
export interface Example<K extends OptionName> {
  /** Two values that mean different things; the second is undefined where there is but one. */
  readonly values: readonly [NonNullable<ContainerSpec[K]>, NonNullable<ContainerSpec[K]> | undefined];
  /** What the engine must be told of the first. */
  readonly told: Told;
  /** Another spelling of the first value. */
  readonly spelling?: NonNullable<ContainerSpec[K]>;
  /** What it takes to make the second out of the first. */
  readonly change: "update" | "replace";
  /** What it takes to go back to the default. @default "replace" */
  readonly unset?: "update" | "replace" | "same";
  /** More values that must be found as they were set. */
  readonly also?: readonly NonNullable<ContainerSpec[K]>[];
  /** Other options that it needs. */
  readonly beside?: Partial<ContainerSpec>;
  /** Values of the parts that older engines do not have, by the part. */
  readonly newer?: Readonly<Record<string, NonNullable<ContainerSpec[K]>>>;
  /**
   * Words by which an engine says that this machine cannot run such a container, or not even make it. The test then
   * prints them, and goes on without a start.
   */
  readonly mayBeRefused?: RegExp;
}

export type Examples<K extends OptionName> = { readonly [P in K]: Example<P> };
