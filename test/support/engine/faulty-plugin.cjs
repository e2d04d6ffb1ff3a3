// A plugin that is well until it is asked to create: then FAULT says what goes wrong.
const { Buffer } = require("node:buffer");
const { Metadata, Server, ServerCredentials } = require("@grpc/grpc-js");
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const messages = require("@pulumi/pulumi/proto/provider_pb");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");

const fault = process.env["FAULT"];
const { create } = ResourceProviderService;
const server = new Server();
server.addService(
  {
    ...ResourceProviderService,
    create: fault === "nonsense" ? { ...create, responseSerialize: () => Buffer.from("nonsense") } : create,
  },
  {
    configure: (_call, answer) =>
      answer(null, new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true)),
    check: ({ request }, answer) => answer(null, new messages.CheckResponse().setInputs(request.getNews())),
    create: (_call, answer) => {
      if (fault === "crash") {
        process.stderr.write("segmentation fault\n");
        process.exit(7);
      }
      if (fault === "verbose") {
        const metadata = new Metadata();
        metadata.set("grpc-status-details-bin", Buffer.alloc(100_000));
        answer({ code: 2, details: "half made", metadata });
      }
      if (fault === "nonsense") answer(null, new messages.CreateResponse());
    },
    cancel: (_call, answer) => answer(null, new Empty()),
  },
);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (_error, port) => {
  process.stdout.write(`${port}\n`);
});
