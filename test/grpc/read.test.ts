import assert from "node:assert/strict";
import { DeleteRequest, ReadRequest, type ReadResponse } from "@pulumi/pulumi/proto/provider_pb";
import { UserError } from "../../providers/errors";
import type { Lifecycle, ReadRequest as Asked, RemoveRequest } from "../../providers/resources/lifecycle";
import { ask, failureOf, openDoor, secret, struct, urn, type Door, type Wire } from "../support/door/door";

describe("Read and Delete", () => {
  let door: Door;
  let asked: Asked[];
  let removed: RemoveRequest[];
  let read: Lifecycle["read"];

  beforeEach(async () => {
    asked = [];
    removed = [];
    door = await openDoor({
      lifecycle: {
        read: (context, request) => {
          asked.push(request);
          return read(context, request);
        },
        remove: (_context, request) => {
          removed.push(request);
          return Promise.resolve();
        },
      },
    });
  });
  afterEach(() => door.close());

  function readBack(id: string, inputs?: Wire, state?: Wire): Promise<ReadResponse> {
    const request = new ReadRequest().setUrn(urn("Container")).setId(id);
    if (inputs !== undefined) request.setInputs(struct(inputs));
    if (state !== undefined) request.setProperties(struct(state));
    return ask((done) => door.client.read(request, done));
  }

  it("must answer an import with the canonical id, inputs and state", async () => {
    const bag = (values: Wire): { values: Record<string, string>; secrets: [] } => ({
      values: values as Record<string, string>,
      secrets: [],
    });
    read = () =>
      Promise.resolve({ id: "h1/app", inputs: bag({ image: "web:1" }), state: bag({ status: "running" }) });
    const response = await readBack("root@192.0.2.1/app");
    assert.deepEqual(asked, [{ id: "root@192.0.2.1/app", inputs: undefined, state: undefined }]);
    assert.equal(response.getId(), "h1/app");
    assert.deepEqual(response.getInputs()?.toJavaScript(), { image: "web:1" });
    assert.deepEqual(response.getProperties()?.toJavaScript(), { status: "running" });
  });

  it("must answer with no id only when the noun says that the object is gone", async () => {
    read = () => Promise.resolve(undefined);
    assert.equal((await readBack("h1/app", { image: "web:1" }, { image: "web:1" })).getId(), "");
    read = () => Promise.reject(new UserError("web-1 does not answer"));
    assert.equal((await failureOf(readBack("h1/app"))).details, "web-1 does not answer");
  });

  it("must keep secret what was secret before, whatever was read", async () => {
    read = (_context, { inputs }) =>
      Promise.resolve({
        id: "h1/app",
        inputs: { values: inputs?.values ?? {}, secrets: [] },
        state: { values: { env: { A: "drifted-by-hand" } }, secrets: [] },
      });
    const env = { A: secret("hunter2hunter2") };
    const response = await readBack("h1/app", { env }, { env });
    assert.deepEqual(response.getInputs()?.toJavaScript(), { env });
    assert.deepEqual(response.getProperties()?.toJavaScript(), { env: { A: secret("drifted-by-hand") } });
  });

  it("must remove with the old inputs and the old state", async () => {
    const request = new DeleteRequest()
      .setUrn(urn("Container"))
      .setId("h1/app")
      .setOldInputs(struct({ host: { hostId: "h1" } }))
      .setProperties(struct({ containerId: "c1" }));
    await ask((done) => door.client.delete(request, done));
    assert.deepEqual(removed, [
      {
        id: "h1/app",
        inputs: { values: { host: { hostId: "h1" } }, secrets: [] },
        state: { values: { containerId: "c1" }, secrets: [] },
      },
    ]);
  });
});
