// A provider that answers no handshake, and dies in its first other call.
const { Server, ServerCredentials } = require("@grpc/grpc-js");
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb");

const server = new Server();
server.addService(ResourceProviderService, {
  getSchema() {
    process.stderr.write("out of memory\n");
    process.exit(7);
  },
});
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (_error, port) => {
  process.stdout.write(`${port}\n`);
});
