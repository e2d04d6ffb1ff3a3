/**
 * A plugin that has every resource and does nothing with it: a program run against it costs what the CLI and the
 * program themselves cost. Compiled by itself (see plugins.ts), so that it starts as quickly as a plugin can.
 */
import type * as grpc from "@grpc/grpc-js";
import type { sendUnaryData, ServerUnaryCall } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

const noProperties = new Struct();

/** What other resources of the program take from this one. */
function outputsOf(urn: string): Record<string, string | { hostId: string }> {
  const [type, name] = urn.split("::").slice(-2);
  if (type?.endsWith(":Host") === true) return { link: { hostId: "none" } };
  if (type?.endsWith(":Image") === true) return { reference: name ?? "" };
  return {};
}

function answer<Request, Response>(handler: (request: Request) => Response) {
  return (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>): void =>
    done(null, handler(call.request));
}

/** For an engine that calls handlers in its own process, too. */
export const methods = {
  getPluginInfo: answer(() => new PluginInfo().setVersion("0.1.0")),
  checkConfig: answer((request: proto.CheckRequest) =>
    new proto.CheckResponse().setInputs(request.getNews()),
  ),
  diffConfig: answer(() => new proto.DiffResponse().setChanges(proto.DiffResponse.DiffChanges.DIFF_NONE)),
  configure: answer(() => new proto.ConfigureResponse()),
  check: answer((request: proto.CheckRequest) => new proto.CheckResponse().setInputs(request.getNews())),
  diff: answer((request: proto.DiffRequest) => {
    const texts = [request.getOldInputs(), request.getNews()].map((bag) =>
      JSON.stringify(bag?.toJavaScript()),
    );
    const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
    return new proto.DiffResponse().setChanges(texts[0] === texts[1] ? DIFF_NONE : DIFF_SOME);
  }),
  create: answer((request: proto.CreateRequest) => {
    const inputs = request.getProperties() ?? noProperties;
    const properties = Struct.fromJavaScript({ ...inputs.toJavaScript(), ...outputsOf(request.getUrn()) });
    return new proto.CreateResponse().setId("none").setProperties(properties);
  }),
  read: answer((request: proto.ReadRequest) =>
    new proto.ReadResponse()
      .setId(request.getId())
      .setInputs(request.getInputs())
      .setProperties(request.getProperties()),
  ),
  update: answer((request: proto.UpdateRequest) =>
    new proto.UpdateResponse().setProperties(request.getNews()),
  ),
  delete: answer(() => new Empty()),
  cancel: answer(() => new Empty()),
};

function serve(): void {
  // An engine that calls the handlers in its own process has no use for a server.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would come before
  const { Server, ServerCredentials } = require("@grpc/grpc-js") as typeof grpc;
  const server = new Server();
  server.addService(ResourceProviderService, methods);
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    process.stdout.write(`${port}\n`);
  });
  process.on("SIGINT", () => process.exit(0));
}

if (require.main === module) serve();
