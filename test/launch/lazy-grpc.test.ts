import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { withTypeScript } from "../support/transpile/typescript";

const root = join(__dirname, "../..");

/** Runs a script in a process that loads gRPC lazily. @returns what it prints */
function run(script: string): unknown {
  const lazily = `require(${JSON.stringify(join(root, "launch/lazy-grpc"))}).loadGrpcLazily();
    const isLoaded = () => Object.keys(require.cache).some((file) => file.includes("/@grpc/grpc-js/"));
    const said = (() => {${script}})();
    process.stdout.write(JSON.stringify(said));
    process.exit(0);`;
  const argv = [...withTypeScript, "-e", lazily];
  return JSON.parse(execFileSync(process.execPath, argv, { cwd: root, encoding: "utf8" }));
}

describe("gRPC that is loaded lazily", function () {
  this.timeout(60_000);

  it("must not be there where Pulumi's SDK, the engine and the provider are loaded", () => {
    const modules = [
      "@pulumi/pulumi/proto/resource_grpc_pb",
      "./engine/operations/run-operation",
      "./providers/in-process",
    ];
    const said = run(`
      for (const module of ${JSON.stringify(modules)}) require(module);
      return isLoaded();`);
    assert.equal(said, false);
  });

  it("must be loaded as ever by others", () => {
    const said = run(`
      const [fs, path] = [require("node:fs"), require("node:path")];
      const folder = fs.mkdtempSync(path.join(require("node:os").tmpdir(), "moorage-grpc-"));
      fs.symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"));
      const grpc = require("node:module").createRequire(path.join(folder, "index.js"))("@grpc/grpc-js");
      fs.rmSync(folder, { recursive: true });
      return [isLoaded(), typeof grpc];`);
    assert.deepEqual(said, [true, "object"]);
  });

  it("must be what it is for who uses it", () => {
    const said = run(`
      const { ResourceMonitorClient, ResourceMonitorService } = require("@pulumi/pulumi/proto/resource_grpc_pb");
      const { RpcError } = require("./engine/monitor/errors");
      const { MonitorStoppedError } = require("./engine/monitor/errors");
      const before = isLoaded();
      const { credentials, Client } = require(require.resolve("@grpc/grpc-js"));
      const client = new ResourceMonitorClient("127.0.0.1:1", credentials.createInsecure());
      const service = ResourceMonitorClient.service === ResourceMonitorService;
      const code = new MonitorStoppedError().code;
      client.close();
      return { before, service, code, after: isLoaded(), isClient: client instanceof Client, call: typeof client.registerResource };`);
    assert.deepEqual(said, {
      ...{ before: false, service: true, code: 14, after: true },
      ...{ isClient: true, call: "function" },
    });
  });
});
