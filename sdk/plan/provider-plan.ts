/** What Moorage's provider does for a step of a resource, as far as it is foreseen. */
export interface ProviderPlan {
  /** Whether the host was looked at; otherwise it is not there yet or did not answer, and less is known. */
  hostSeen: boolean;
  /** The calls and the waits, in their order. */
  steps: ProviderStep[];
  /** Bytes that the host lacks: layers of an image, uncompressed, or the context of a build. @integer */
  bytesToSend: number;
  /** How long the container does not serve; left out for no change of who serves. */
  downtime?: Downtime;
  /** Volumes that are removed or replaced. */
  volumesAtRisk: VolumeAtRisk[];
  /** Ports that are open to every address of the host, and were not before. */
  publicPorts: PublicPort[];
}

/** One call to a host's engine, or one wait. */
export interface ProviderStep {
  /** What is done: `create`, `start`, `await`, `stop`, `rename`, `remove`, `connect`, `send`, `pull` and so on. */
  kind: string;
  /** The step as a line of text: `rename app to app.old`. */
  text: string;
  /** Why it is done. */
  cause: string;
}

/** How long a container does not serve while another one takes its place. */
export interface Downtime {
  /** `start-first`: none, the new one works before the old one stops. `gone`: it does not come back. */
  order: "start-first" | "stop-first" | "reconnect" | "gone";
  /** How long the old one may take to stop, in seconds; it is killed then. */
  stopSeconds: number;
  /** How long the new one may take until it works, in seconds; then the old one is started again. */
  readySeconds: number;
  /** Why in this order. */
  cause: string;
}

/** A volume that is not there afterwards, or is another one. */
export interface VolumeAtRisk {
  /** Its name on the host. */
  name: string;
  /** What becomes of it. */
  action: "removed" | "replaced";
  /** Whether data in it is destroyed; otherwise the step fails if there is any. */
  dataIsDestroyed: boolean;
  /** Why it goes. */
  cause: string;
}

/** A port that is open to every address of the host. */
export interface PublicPort {
  /** The host's port, or its range `8000-8010`; left out where the engine chooses one. */
  host?: string;
  /** The container's port. @integer */
  container: number;
  /** `tcp`, `udp` or `sctp`. */
  protocol: string;
}
