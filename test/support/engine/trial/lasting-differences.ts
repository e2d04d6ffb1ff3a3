/** A way in which our engine differs from the real one, and shall. */
export interface LastingDifference {
  readonly what: string;
  readonly why: string;
  /** Takes the difference out of a call's text, so that the rest is compared. */
  readonly unified?: (call: string) => string;
}

export const lastingDifferences: readonly LastingDifference[] = [
  {
    what: "Handshake says that views are not supported",
    why: "A view is a resource that a provider publishes beside its own; no provider of the registry needs it to work.",
    unified: (call) => call.replace(/"supportsViews":(true|false)/, '"supportsViews":"?"'),
  },
];
