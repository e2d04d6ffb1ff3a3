import type { PropertyMap } from "../values";

/** A provider refused or failed. The message is the provider's own. */
export class ProviderError extends Error {
  /** gRPC's name of the status, for example `Internal`. */
  readonly code: string;

  constructor(message: string, code = "Unknown", options?: ErrorOptions) {
    super(message, options);
    this.name = "ProviderError";
    this.code = code;
  }

  /** Nobody knows how far the provider came: what it worked on may be half made. */
  get mayHaveActed(): boolean {
    return ["Internal", "DataLoss", "Unknown"].includes(this.code);
  }
}

/** The provider was cut off in the middle of a call: what it worked on may be there, and nobody knows it. */
export class ProviderLostError extends ProviderError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, "Unknown", options);
    this.name = "ProviderLostError";
  }
}

/** The provider does not know this RPC. */
export class UnimplementedError extends ProviderError {
  constructor(rpc: string) {
    super(`the provider does not implement ${rpc}`, "Unimplemented");
    this.name = "UnimplementedError";
  }
}

/** What a provider tells of a resource that it made or changed, but that is not well. */
export interface PartialState {
  id: string;
  /** Only Read tells them. */
  inputs?: PropertyMap | undefined;
  properties?: PropertyMap | undefined;
  refreshBeforeUpdate: boolean;
}

/**
 * The protocol's ErrorResourceInitFailed: the resource exists, its state is kept with the reasons beside it, and the
 * next update repairs it even if the program no longer changes it.
 */
export class InitializationError extends ProviderError {
  readonly reasons: string[];
  readonly state: PartialState;

  constructor(message: string, reasons: string[], state: PartialState) {
    super(message, "Unknown");
    this.name = "InitializationError";
    this.reasons = reasons;
    this.state = state;
  }
}
