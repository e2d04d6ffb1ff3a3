import type { sendUnaryData, ServerUnaryCall } from "@grpc/grpc-js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { InProcessPlugin } from "../../../engine/plugins/in-process";

/** What was done to things, in its order: `create one`, `delete one`. */
export type ThingLog = string[];

/** A provider in this process that remembers nothing: a thing is what its inputs say. */
export function thingProvider(log: ThingLog = []): InProcessPlugin {
  const answer =
    <Request, Response>(respond: (request: Request) => Response) =>
    ({ request }: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
      try {
        callback(null, respond(request));
      } catch (error) {
        callback({ code: 9, details: error instanceof Error ? error.message : String(error) });
      }
    };
  const act = (what: string, name: string): void => {
    if (name.startsWith("broken")) throw new Error(`${name} cannot be made`);
    log.push(`${what} ${name}`);
  };
  const handlers: Partial<IResourceProviderServer> = {
    configure: answer(() =>
      new messages.ConfigureResponse()
        .setAcceptsecrets(true)
        .setAcceptresources(true)
        .setSupportspreview(true),
    ),
    check: answer((request: messages.CheckRequest) =>
      new messages.CheckResponse().setInputs(request.getNews()),
    ),
    diff: answer((request: messages.DiffRequest) => {
      const [before, after] = [request.getOldInputs(), request.getNews()].map(text);
      const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
      return new messages.DiffResponse().setChanges(before === after ? DIFF_NONE : DIFF_SOME);
    }),
    create: answer((request: messages.CreateRequest) => {
      if (!request.getPreview()) act("create", request.getName());
      const id = request.getPreview() ? "" : `${request.getName()}-id`;
      return new messages.CreateResponse().setId(id).setProperties(request.getProperties());
    }),
    read: answer((request: messages.ReadRequest) =>
      new messages.ReadResponse()
        .setId(request.getId())
        .setInputs(request.getInputs())
        .setProperties(request.getProperties()),
    ),
    update: answer((request: messages.UpdateRequest) => {
      if (!request.getPreview()) act("update", request.getName());
      return new messages.UpdateResponse().setProperties(request.getNews());
    }),
    delete: answer((request: messages.DeleteRequest) => {
      act("delete", request.getName());
      return new Empty();
    }),
    invoke: answer((request: messages.InvokeRequest) =>
      new messages.InvokeResponse().setReturn(request.getArgs()),
    ),
    cancel: answer(() => new Empty()),
  };
  return () => ({ handlers: handlers as IResourceProviderServer, close: async () => {} });
}

function text(struct: Struct | undefined): string {
  return JSON.stringify(
    (struct ?? Struct.fromJavaScript({} as Record<string, JavaScriptValue>)).toJavaScript(),
  );
}
