import assert from "node:assert/strict";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { engine, resourceMonitor } from "../../../engine/monitor/services";

describe("the table of RPCs", () => {
  it("must have every RPC of the protocol, served or refused by name", () => {
    assert.deepEqual(Object.keys(resourceMonitor).sort(), Object.keys(ResourceMonitorService).sort());
    assert.deepEqual(Object.keys(engine).sort(), Object.keys(EngineService).sort());
  });

  it("must refuse with a named error what it does not serve", () => {
    assert.throws(() => engine.startDebugging.serve(undefined as never, undefined as never), {
      name: "UnsupportedRpcError",
      code: 12,
    });
  });
});
