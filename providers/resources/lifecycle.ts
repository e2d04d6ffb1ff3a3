import type { EngineInfo } from "../../sdk/host";
import type { HostLink } from "../../sdk/link";
import type { Credential } from "../../sdk/provider";
import { UserError } from "../errors";
import type { Engine } from "../docker/engine";
import type { Remote } from "../ssh/remote";
import type { Bag, Path } from "./bag";
import type { Foreseen } from "./foreseen";
import type { Known } from "./lowered";

/** What a resource's URN says. */
export interface Urn {
  readonly text: string;
  readonly stack: string;
  readonly project: string;
  /** The last type of the URN, e.g. `moorage:index:Container`. */
  readonly type: string;
  /** The name in the program. */
  readonly name: string;
}

/** Configuration of the provider, parsed. */
export interface ProviderConfig {
  readonly credentials: Readonly<Record<string, Known<Credential>>>;
  readonly deleteUnreachable: boolean;
  readonly readTimeoutSeconds: number;
}

/** A host that answers: its engine, and the machine under it. */
export interface HostSession {
  /** For messages: `web-1 (deploy@192.0.2.10:22)`. */
  readonly name: string;
  /** The identity that the machine's marker says. */
  readonly hostId: string;
  readonly engine: Engine;
  /** Undefined for the local engine. */
  readonly remote: Remote | undefined;
}

/** The hosts of this process; each is dialled once, whoever asks. */
export interface Hosts {
  /**
   * Opens the host of a link. Rejects with HostUnreachableError (any reason to have no connection), with
   * HostChangedError where another machine answers than the link's hostId says, and with the engine's typed errors.
   * `purpose: "read"` has the short deadline of a refresh, once per host and process; `preview` waits 5 s at most.
   */
  open(link: HostLink, options: OpenOptions): Promise<HostSession>;

  /**
   * Opens the host of an import id and says how its resources refer to it. Rejects as `open` does, and with
   * UnmanagedHostError where the machine has no identity yet.
   */
  locate(address: HostAddress, options: OpenOptions): Promise<{ session: HostSession; link: HostLink }>;

  /** Reaches a machine whoever it is, with an engine or without; for the noun Host. Rejects with HostUnreachableError. */
  connect(address: HostAddress, options: ConnectOptions): Promise<HostConnection>;

  /**
   * Takes note that a Host resource has this machine, so that resources on it with an older link reach it too.
   * Throws ClonedHostError where another Host has the same identity at another address. The identity was read over
   * `connection`: who comes by the same one need not ask again.
   */
  adopt(link: HostLink, owner: Urn, how: "read" | "applied", connection?: HostConnection): void;

  /** Whether a Host resource of this process has made sure of this machine, or of another one in its place. */
  isTaken(link: HostLink): boolean;

  /** Takes note of where the machine with this key is now, for all that is stored with its former address. */
  moved(hostKey: string, place: { readonly address: string; readonly port: number }): void;

  /**
   * The socket of the engine of this machine, where a resource that is on no host is given none. Throws UserError
   * where the environment says that it is another machine's.
   */
  localSocket(): string;

  /** The socket of the SSH agent that the environment names. */
  agentSocket(): string | undefined;
}

/** How a machine is reached, before anything is known of its identity. */
export type HostAddress = Omit<HostLink, "hostId"> & {
  hostKeyPolicy?: "accept-new" | "strict" | undefined;
};

export interface OpenOptions {
  readonly purpose: "apply" | "read" | "preview" | "remove";
  readonly signal: AbortSignal;
}

export interface ConnectOptions extends OpenOptions {
  /** How messages name it, e.g. the resource's name. */
  readonly label?: string | undefined;
  /** How long to keep dialling; the purpose has a default. */
  readonly dialTimeoutSeconds?: number | undefined;
  readonly progress?: ((message: string) => void) | undefined;
}

/** A machine that answers. */
export interface HostConnection {
  /** For messages: `web-1 (deploy@192.0.2.10:22)`. */
  readonly name: string;
  readonly remote: Remote;
  /** The key by which the machine proved that it is itself: `ssh-ed25519 AAAA…`. */
  readonly hostKey: {
    readonly line: string;
    readonly fingerprint: string;
    readonly isTrustedBlindly: boolean;
  };
  /**
   * The way to the engine. Rejects with EngineSocketError where there is none.
   *
   * @param requests How many will soon come at once, for the first who opens it.
   */
  openEngine(
    signal: AbortSignal,
    requests?: number,
  ): Promise<{ engine: Engine; access: EngineInfo["socketAccess"] }>;
}

/** What every operation is given beside its request. */
export interface Context {
  readonly urn: Urn;
  readonly config: ProviderConfig;
  readonly hosts: Hosts;
  /** Aborts when the engine cancels, when the resource's own timeout ends, and when the engine dies. */
  readonly signal: AbortSignal;
  /** One line on the resource's row of what happens now; gone when the operation ends. */
  progress(message: string): void;
  /** A line that stays. */
  log(severity: "debug" | "info" | "warning" | "error", message: string): void;
  /** In a preview: what the update would do, for a plan that somebody may want. */
  planned(foreseen: Foreseen): void;
}

/** What a function of the provider is given beside its arguments. */
export type FunctionContext = Pick<Context, "config" | "hosts" | "signal">;

/** Answers a question of a program, and changes nothing. */
export type ProviderFunction = (context: FunctionContext, args: Bag) => Promise<Bag>;

export interface CheckRequest {
  readonly olds: Bag | undefined;
  readonly news: Bag;
}

export interface CheckFailure {
  readonly path: Path;
  readonly reason: string;
}

/** Inputs with their defaults filled in, and all that is wrong with them at once. */
export interface CheckResult {
  readonly inputs: Bag;
  readonly failures: readonly CheckFailure[];
}

export interface DiffRequest {
  readonly id: string;
  readonly oldInputs: Bag;
  readonly oldState: Bag;
  readonly news: Bag;
}

export interface PropertyDifference {
  readonly path: Path;
  readonly kind: "add" | "delete" | "update";
  /** Whether this property alone makes the resource be replaced. */
  readonly replaces: boolean;
  /** Whether the new inputs differ from the old ones, rather than from what was observed. */
  readonly isInput: boolean;
}

export interface DiffResult {
  readonly differences: readonly PropertyDifference[];
  readonly deleteBeforeReplace: boolean;
}

export interface ReadRequest {
  readonly id: string;
  /** Empty on import: then the id is `user@address:port/name`. */
  readonly inputs: Bag | undefined;
  readonly state: Bag | undefined;
}

/** What was read; undefined when the object is certainly gone. */
export type ReadResult = { readonly id: string; readonly inputs: Bag; readonly state: Bag } | undefined;

export interface ApplyRequest {
  /** Undefined when the resource is created. */
  readonly id: string | undefined;
  readonly oldInputs: Bag | undefined;
  readonly oldState: Bag | undefined;
  readonly inputs: Bag;
  /** Only say what would be; change nothing. Values that are not known yet are UNKNOWN in the state. */
  readonly preview: boolean;
}

/** `id` is undefined in a preview that cannot know it. */
export interface ApplyResult {
  readonly id: string | undefined;
  readonly state: Bag;
}

export interface RemoveRequest {
  readonly id: string;
  readonly inputs: Bag;
  readonly state: Bag;
}

/** The life of one noun. Thin: decisions live in `reconcile/`, acts in `apply/` and `linux/`. */
export interface Lifecycle {
  check(context: Context, request: CheckRequest): Promise<CheckResult>;
  /** Pure: asks no host and reads no disk. */
  diff(context: Context, request: DiffRequest): DiffResult;
  read(context: Context, request: ReadRequest): Promise<ReadResult>;
  apply(context: Context, request: ApplyRequest): Promise<ApplyResult>;
  /** Succeeds when the object is already gone. */
  remove(context: Context, request: RemoveRequest): Promise<void>;
}

/**
 * The operation failed after something was touched on the host: what is there now is kept in the state, the
 * engine repairs it at the next update.
 */
export class PartialError extends UserError {
  override readonly name = "PartialError";
  readonly id: string;
  readonly inputs: Bag;
  readonly state: Bag;

  constructor(cause: UserError, left: { id: string; inputs: Bag; state: Bag }) {
    super(cause.message, { cause, property: cause.property });
    this.id = left.id;
    this.inputs = left.inputs;
    this.state = left.state;
  }
}
