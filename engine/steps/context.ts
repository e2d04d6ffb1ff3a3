import type { Provider } from "../plugins/provider";
import type { ProviderRegistry } from "../plugins/provider-registry";
import type { Urn } from "../urn";
import type { HookCalls } from "./hook-calls";
import type { Ledger } from "./ledger";
import type { World } from "./world";

/** What steps work with. */
export interface StepContext {
  readonly preview: boolean;
  readonly registry: ProviderRegistry;
  readonly ledger: Ledger;
  readonly world: World;
  readonly hooks: HookCalls;
  readonly diagnostics: Diagnostics;
  /** The provider of a resource of this type; the registry itself for a provider resource. */
  providerOf(resource: { urn: Urn; type: string; provider: string }): ResourceProvider;
  /** RFC 3339. */
  now(): string;
}

/** The part of a provider that manages resources. */
export type ResourceProvider = Pick<Provider, "check" | "diff" | "create" | "read" | "update" | "delete"> & {
  /** Whether it makes up names as it is asked; undefined while that is not known, or where there are none. */
  supportsNaming?(): Promise<boolean | undefined>;
};

export interface Diagnostics {
  error(message: string, urn?: Urn): void;
  warning(message: string, urn?: Urn): void;
  info(message: string, urn?: Urn): void;
}
