import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { create, update } from "./apply";
import { unary } from "./call";
import { check } from "./check";
import { checkConfig, configure, diffConfig } from "./configure";
import { diff } from "./diff";
import { invoke } from "./invoke";
import type { Operations } from "./operations";
import { attach, callMethod, getPluginInfo, getSchema, handshake, unimplemented } from "./plugin";
import { read } from "./read";
import { remove } from "./remove";
import type { Session } from "./session";

/** The handlers of Pulumi's protocol, for a server or for an engine in this process. */
export function service(session: Session, operations: Operations): IResourceProviderServer {
  return {
    handshake: unary(session, operations, handshake),
    attach: unary(session, operations, attach),
    getPluginInfo: unary(session, operations, getPluginInfo),
    getSchema: unary(session, operations, getSchema),
    checkConfig: unary(session, operations, checkConfig),
    diffConfig: unary(session, operations, diffConfig),
    configure: unary(session, operations, configure),
    check: unary(session, operations, check),
    diff: unary(session, operations, diff),
    create: unary(session, operations, create),
    read: unary(session, operations, read),
    update: unary(session, operations, update),
    delete: unary(session, operations, remove),
    invoke: unary(session, operations, invoke),
    call: unary(session, operations, callMethod),
    construct: unary(session, operations, unimplemented("Construct")),
    parameterize: unary(session, operations, unimplemented("Parameterize")),
    getMapping: unary(session, operations, unimplemented("GetMapping")),
    getMappings: unary(session, operations, unimplemented("GetMappings")),
    // Answers at once: what is under way tells its own end.
    cancel: (_call, callback) => {
      operations.cancel("canceled by the engine");
      callback(null, new Empty());
    },
  };
}
