import { credentials } from "@grpc/grpc-js";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import { CallbackInvokeRequest, type Callback } from "@pulumi/pulumi/proto/callback_pb";
import { InvalidRequestError } from "./errors";
import { channelOptions } from "../channel-options";

/** A function of the program, called with a message and answering with one. */
export type CallbackFunction = (request: Uint8Array) => Promise<Uint8Array>;

/** The ways back into programs: each serves its own functions (transforms, hooks) at an address. */
export class Callbacks {
  private readonly clients = new Map<string, CallbacksClient>();

  /** @throws InvalidRequestError if the callback says nowhere to call */
  function(callback: Callback | undefined): CallbackFunction {
    const target = callback?.getTarget() ?? "";
    const token = callback?.getToken() ?? "";
    if (target === "") throw new InvalidRequestError("target must be specified");
    const client = this.client(target);
    return (request) =>
      new Promise((resolve, reject) => {
        client.invoke(new CallbackInvokeRequest().setToken(token).setRequest(request), (error, response) => {
          if (error === null) resolve(response.getResponse_asU8());
          else reject(error);
        });
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
