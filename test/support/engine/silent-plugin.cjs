// A provider that never answers a create, whatever it is told. It outlives its engine for a minute.
const { setTimeout } = require("node:timers");
const { Server, ServerCredentials } = require("@grpc/grpc-js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");
const messages = require("@pulumi/pulumi/proto/provider_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb");

process.stdin.on("end", () => setTimeout(() => process.exit(), 60_000)).resume();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
const checked = ({ request }, answer) =>
  answer(null, new messages.CheckResponse().setInputs(request.getNews()));
const server = new Server();
server.addService(ResourceProviderService, {
  getPluginInfo: (_call, answer) => answer(null, new PluginInfo().setVersion("1.0.0")),
  checkConfig: checked,
  configure: (_call, answer) => answer(null, new messages.ConfigureResponse().setAcceptsecrets(true)),
  check: checked,
  create: () => {},
  cancel: (_call, answer) => answer(null, new Empty()),
});
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (_error, port) => {
  process.stdout.write(`${port}\n`);
});
