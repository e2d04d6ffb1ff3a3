/**
 * The seam between Pulumi's SDK and the engine. The SDK keeps what belongs to one run in an object of its
 * AsyncLocalStorage; where that object holds a monitor and an engine client, it calls them in place of dialling. Its
 * own mocks are set the same way. It is no public interface: `test/e2e/engine/sdk-versions.test.ts` holds each released version to it.
 */
export interface SdkStore {
  readonly settings: {
    readonly options: { rootDirectory?: string; parallel?: number };
    monitor?: UnaryClient;
    engine?: UnaryClient;
    /** Resolves when every registration so far was answered; another object after each new one. */
    readonly rpcDone: Promise<unknown>;
  };
  /** The promises of the SDK that have not settled, with what each is for. */
  readonly leakCandidates: Set<Watched>;
  /** Set by the SDK as soon as the engine went away under it. */
  terminated: boolean;
}

/** A promise of the SDK's, with what it is for. */
export type Watched = object & { readonly _debugCtx?: unknown };

/** A method of a generated gRPC client, without the options that the SDK never gives. */
export type UnaryMethod = (request: never, callback: (error: unknown, response?: unknown) => void) => unknown;

/** What the SDK takes for a gRPC client. */
export type UnaryClient = Readonly<Record<string, UnaryMethod>>;

/** Whether a version of the SDK is one that the seam is known to work with: 3.230.0 up to 4. */
export function satisfiesRange(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major === 3 && minor >= 230;
}
