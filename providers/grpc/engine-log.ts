import { Metadata, connectivityState, credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import type { Redactor } from "./redactor";

export type Severity = "debug" | "info" | "warning" | "error";

const severities: Record<Severity, LogSeverity> = {
  debug: LogSeverity.DEBUG,
  info: LogSeverity.INFO,
  warning: LogSeverity.WARNING,
  error: LogSeverity.ERROR,
};

/** A line as it is told. */
export interface LogLine {
  readonly severity: Severity;
  readonly message: string;
  /** The resource that it is about; "" for none. */
  readonly urn: string;
  /** It is about the moment only. */
  readonly ephemeral: boolean;
}

/** How long one line may take to reach the engine; a line that does not is lost. */
const deadlineMilliseconds = 1000;

/** Lines for the person who watches: on a resource's row while it is worked on, or below, where they stay. */
export class EngineLog {
  private readonly redactor: Redactor;
  private readonly pending = new Set<Promise<void>>();
  private client: EngineClient | undefined;
  private wasReached = false;

  /** @param tell takes the lines of an engine in this process; without it they go to the one that is connected */
  constructor(
    redactor: Redactor,
    private readonly tell?: (line: LogLine) => void,
  ) {
    this.redactor = redactor;
  }

  /** Sends what follows to the engine at this address; with an empty one, lines go nowhere. */
  connect(address: string): void {
    this.client?.close();
    this.wasReached = false;
    this.client = address === "" ? undefined : new EngineClient(address, credentials.createInsecure());
  }

  /** A line that stays. */
  write(severity: Severity, message: string, urn = ""): void {
    this.send(severity, message, urn, false);
  }

  /** A line that is on the resource's row until the next one, or until the operation ends. */
  progress(message: string, urn: string): void {
    this.send("info", message, urn, true);
  }

  /** Waits until what was written so far has reached the engine, so that no answer overtakes it. */
  async flush(): Promise<void> {
    await Promise.all(this.pending);
  }

  /** Whether the engine has been there and cannot be reached any more. */
  isEngineLost(): boolean {
    const state = this.client?.getChannel().getConnectivityState(true);
    this.wasReached ||= state === connectivityState.READY;
    return this.wasReached && state === connectivityState.TRANSIENT_FAILURE;
  }

  close(): void {
    this.client?.close();
    this.client = undefined;
  }

  private send(severity: Severity, text: string, urn: string, ephemeral: boolean): void {
    const { client, tell } = this;
    if (client === undefined && tell === undefined) return;
    const message = this.redactor.clean(text);
    tell?.({ severity, message, urn, ephemeral });
    if (client === undefined) return;
    const request = new LogRequest()
      .setSeverity(severities[severity])
      .setMessage(message)
      .setUrn(urn)
      .setEphemeral(ephemeral);
    const options = { deadline: Date.now() + deadlineMilliseconds };
    const sent = new Promise<void>((resolve) => {
      client.log(request, new Metadata(), options, (error) => {
        // The error itself is let go: there is nobody left to tell that a line could not be told.
        this.wasReached ||= error === null;
        resolve();
      });
    });
    this.pending.add(sent);
    void sent.then(() => this.pending.delete(sent));
  }
}
