import { credentials } from "@grpc/grpc-js";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import { CallbackInvokeRequest, type Callback } from "@pulumi/pulumi/proto/callback_pb";
import { EngineError } from "../errors";
import { InvalidRequestError } from "./errors";
import { channelOptions } from "../channel-options";

/** A function of the program, called with a message and answering with one. */
export type CallbackFunction = (request: Uint8Array) => Promise<Uint8Array>;

/** A function of the program waits for something that never comes. */
export class CallbackStalledError extends EngineError {
  override readonly name = "CallbackStalledError";

  /** @param what e.g. `the hook "check"` */
  constructor(what: string) {
    super(
      `${what} waits for a promise that never resolves, though nothing is under way: await nothing in it that waits ` +
        "for the resource that it is called for",
    );
  }
}

/** The ways back into programs: each serves its own functions (transforms, hooks) at an address. */
export class Callbacks {
  private readonly clients = new Map<string, CallbacksClient>();
  /** Of each call that is under way, the way to fail it. */
  private readonly underWay = new Set<() => void>();

  /** Whether the program was called and has not answered yet. */
  areWaiting(): boolean {
    return this.underWay.size > 0;
  }

  /** Fails the calls that are under way: what they wait for never comes. */
  giveUp(): void {
    for (const fail of this.underWay) fail();
  }

  /**
   * @param what it is, for messages: `the hook "check"`
   * @throws InvalidRequestError if the callback says nowhere to call
   */
  function(callback: Callback | undefined, what: string): CallbackFunction {
    const target = callback?.getTarget() ?? "";
    const token = callback?.getToken() ?? "";
    if (target === "") throw new InvalidRequestError("target must be specified");
    const client = this.client(target);
    return (request) =>
      new Promise((resolve, reject) => {
        const message = new CallbackInvokeRequest().setToken(token).setRequest(request);
        const call = client.invoke(message, (error, response) => {
          this.underWay.delete(fail);
          if (error === null) resolve(response.getResponse_asU8());
          else reject(error);
        });
        const fail = (): void => {
          reject(new CallbackStalledError(what));
          call.cancel();
        };
        this.underWay.add(fail);
      });
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
    this.clients.clear();
  }

  private client(target: string): CallbacksClient {
    const known = this.clients.get(target);
    if (known !== undefined) return known;
    const client = new CallbacksClient(target, credentials.createInsecure(), channelOptions);
    this.clients.set(target, client);
    return client;
  }
}
