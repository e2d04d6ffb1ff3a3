// A process that tells a port as a plugin does, at which nobody speaks gRPC.
const { createServer } = require("node:http");
const http2 = require("node:http2");
const { setInterval } = require("node:timers");

const [, , what] = process.argv;
const answer = (_request, response) => response.end("<html>It works!</html>");
const server = what === "http2" ? http2.createServer(answer) : createServer(answer);
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  if (what === "nobody") server.close(() => setInterval(() => {}, 1000));
  process.stdout.write(`${port}\n`, () => what === "ends" && process.exit(4));
});
