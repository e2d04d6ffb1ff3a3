import assert from "node:assert/strict";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import type { Monitor } from "../../../engine/monitor/monitor";
import { engine, resourceMonitor } from "../../../engine/monitor/services";

describe("the table of RPCs", () => {
  it("must have every RPC of the protocol, served or refused by name", () => {
    assert.deepEqual(Object.keys(resourceMonitor).sort(), Object.keys(ResourceMonitorService).sort());
    assert.deepEqual(Object.keys(engine).sort(), Object.keys(EngineService).sort());
  });

  it("must have messages for the user told, and those for who debugs the SDK dropped", () => {
    const told: unknown[] = [];
    const monitor = { registrar: { log: (line: unknown) => told.push(line) } } as unknown as Monitor;
    for (const severity of [LogSeverity.DEBUG, LogSeverity.INFO, LogSeverity.WARNING, LogSeverity.ERROR]) {
      engine.log.serve(monitor, new LogRequest().setSeverity(severity).setMessage("text").setUrn("urn"));
    }
    const line = { message: "text", urn: "urn", streamID: 0, ephemeral: false };
    assert.deepEqual(
      told,
      ["info", "warning", "error"].map((severity) => ({ severity, ...line })),
    );
  });

  it("must refuse with a named error what it does not serve", () => {
    assert.throws(() => engine.startDebugging.serve(undefined as never, undefined as never), {
      name: "UnsupportedRpcError",
      code: 12,
    });
  });
});
