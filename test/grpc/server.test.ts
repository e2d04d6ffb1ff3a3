import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { status } from "@grpc/grpc-js";
import { PluginAttach, type PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import {
  CallRequest,
  CheckRequest,
  ConfigureRequest,
  ConstructRequest,
  CreateRequest,
  GetMappingRequest,
  GetMappingsRequest,
  GetSchemaRequest,
  InvokeRequest,
  ParameterizeRequest,
  ProviderHandshakeRequest,
  type CreateResponse,
  type GetSchemaResponse,
  type ProviderHandshakeResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { HostPool } from "../../providers/grpc/session";
import { ask, failureOf, noHosts, openDoor, schema, struct, urn, type Door } from "../support/door/door";
import { startFakeEngine } from "../support/door/fake-engine";

describe("the provider's server", () => {
  let door: Door;

  beforeEach(async () => {
    door = await openDoor();
  });
  afterEach(() => door.close());

  it("must say in the handshake what of the protocol it speaks", async () => {
    const response = await ask<ProviderHandshakeResponse>((done) =>
      door.client.handshake(new ProviderHandshakeRequest(), done),
    );
    assert.deepEqual(response.toObject(), {
      acceptSecrets: true,
      acceptResources: true,
      acceptOutputs: false,
      supportsAutonamingConfiguration: false,
    });
  });

  it("must serve its version and its schema with that version", async () => {
    const info = await ask<PluginInfo>((done) => door.client.getPluginInfo(new Empty(), done));
    assert.equal(info.getVersion(), "1.2.3");
    const response = await ask<GetSchemaResponse>((done) =>
      door.client.getSchema(new GetSchemaRequest(), done),
    );
    assert.deepEqual(JSON.parse(response.getSchema()), { ...schema, version: "1.2.3" });
  });

  it("must refuse a version of the schema format that it does not know", async () => {
    const request = new GetSchemaRequest().setVersion(1);
    assert.match((await failureOf(ask((done) => door.client.getSchema(request, done)))).details, /version 0/);
  });

  it("must answer the calls that it has no part in as not implemented", async () => {
    const { client } = door;
    const answers = [
      ask((done) => client.construct(new ConstructRequest(), done)),
      ask((done) => client.call(new CallRequest().setTok("moorage:index:x"), done)),
      ask((done) => client.parameterize(new ParameterizeRequest(), done)),
      ask((done) => client.getMapping(new GetMappingRequest(), done)),
      ask((done) => client.getMappings(new GetMappingsRequest(), done)),
    ];
    for (const answer of answers) assert.equal((await failureOf(answer)).code, status.UNIMPLEMENTED);
  });

  it("must say of a function and of a type that it does not have them", async () => {
    const invoke = new InvokeRequest().setTok("moorage:index:getHost");
    const error = await failureOf(ask((done) => door.client.invoke(invoke, done)));
    assert.equal(
      error.details,
      "moorage 1.2.3 has no function moorage:index:getHost; it has moorage:index:orphans",
    );
    const check = new CheckRequest().setUrn(urn("Swarm")).setNews(struct({}));
    const unknown = await failureOf(ask((done) => door.client.check(check, done)));
    assert.match(unknown.details, /no resource type moorage:index:Swarm; it has .*moorage:index:Container, /);
  });

  it("must take a message of 20 MB", async () => {
    const large = await openDoor({
      lifecycle: {
        apply: (_context, { inputs }) =>
          Promise.resolve({
            id: "x",
            state: { values: { size: String(inputs.values["image"]).length }, secrets: [] },
          }),
      },
    });
    const size = 20 * 1024 * 1024;
    const request = new CreateRequest()
      .setUrn(urn("Container"))
      .setProperties(struct({ image: "x".repeat(size) }));
    const response = await ask<CreateResponse>((done) => large.client.create(request, done));
    assert.equal(response.getProperties()?.toJavaScript()["size"], size);
    await large.close();
  });

  it("must log to the engine that attaches to it", async () => {
    const engine = await startFakeEngine();
    const attached = await openDoor({
      lifecycle: {
        apply: (context) => {
          context.log("info", "hello");
          return Promise.resolve({ id: "x", state: { values: {}, secrets: [] } });
        },
      },
    });
    await ask((done) => attached.client.attach(new PluginAttach().setAddress(engine.address), done));
    const request = new CreateRequest().setUrn(urn("Container")).setProperties(struct({}));
    await ask((done) => attached.client.create(request, done));
    assert.equal(engine.lines[0]?.message, "hello");
    await attached.close();
    engine.stop();
  });

  it("must close the hosts when it stops, and those of a former configuration when it gets another", async () => {
    let closed = 0;
    const hosts: HostPool = {
      ...noHosts,
      close: () => {
        closed += 1;
        return Promise.resolve();
      },
    };
    const other = await openDoor({ hosts });
    await ask((done) => other.client.configure(new ConfigureRequest(), done));
    assert.equal(closed, 1);
    await other.close();
    assert.equal(closed, 2);
  });

  it("must end without waiting for an engine that keeps its connection, when all is answered", async () => {
    const other = await openDoor({});
    const socket = connect({ port: other.server.port, host: "127.0.0.1", allowHalfOpen: true });
    try {
      // The beginning of an HTTP/2 connection: its preface, and settings that say nothing.
      socket.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]));
      await once(socket, "data");
      await other.server.stop("interrupted", 60_000);
    } finally {
      socket.destroy();
      await other.close();
    }
  });
});
