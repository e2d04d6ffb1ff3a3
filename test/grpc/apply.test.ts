import assert from "node:assert/strict";
import { status, type ServiceError } from "@grpc/grpc-js";
import {
  CreateRequest,
  ErrorResourceInitFailed,
  UpdateRequest,
  type CreateResponse,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { CancelledError, UserError } from "../../providers/errors";
import { UNKNOWN, type Bag } from "../../providers/resources/bag";
import {
  PartialError,
  type ApplyRequest,
  type Context,
  type Lifecycle,
} from "../../providers/resources/lifecycle";
import {
  ask,
  failureOf,
  openDoor,
  secret,
  struct,
  unknown,
  urn,
  type Door,
  type Wire,
} from "../support/door/door";
import { startFakeEngine, type FakeEngine } from "../support/door/fake-engine";

const known = (values: Bag["values"]): Bag => ({ values, secrets: [] });

function leftBy(error: ServiceError): { code: number; left: ErrorResourceInitFailed } {
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  assert.ok(Buffer.isBuffer(bytes), "a partial failure must carry details");
  const details = Status.deserializeBinary(new Uint8Array(bytes));
  const [any] = details.getDetailsList();
  assert.equal(any?.getTypeUrl(), "type.googleapis.com/pulumirpc.ErrorResourceInitFailed");
  return { code: details.getCode(), left: ErrorResourceInitFailed.deserializeBinary(any.getValue_asU8()) };
}

describe("Create and Update", () => {
  let engine: FakeEngine;
  let door: Door;
  let apply: Lifecycle["apply"];
  let asked: { context: Context; request: ApplyRequest }[];

  beforeEach(async () => {
    asked = [];
    engine = await startFakeEngine();
    door = await openDoor({
      engineAddress: engine.address,
      lifecycle: {
        apply: (context, request) => {
          asked.push({ context, request });
          return apply(context, request);
        },
      },
    });
  });
  afterEach(async () => {
    await door.close();
    engine.stop();
  });

  function create(
    properties: Wire,
    noun = "Container",
    timeout = 0,
    preview = false,
  ): Promise<CreateResponse> {
    const request = new CreateRequest()
      .setUrn(urn(noun))
      .setProperties(struct(properties))
      .setTimeout(timeout)
      .setPreview(preview);
    return ask((done) => door.client.create(request, done));
  }

  function update(olds: Wire, oldInputs: Wire, news: Wire): Promise<UpdateResponse> {
    const request = new UpdateRequest()
      .setUrn(urn("Container"))
      .setId("h1/app")
      .setOlds(struct(olds))
      .setOldInputs(struct(oldInputs))
      .setNews(struct(news));
    return ask((done) => door.client.update(request, done));
  }

  it("must create a resource with the id and the state that its noun gives", async () => {
    apply = () => Promise.resolve({ id: "h1/app", state: known({ containerId: "c1" }) });
    const response = await create({ image: "web:1" });
    assert.equal(response.getId(), "h1/app");
    assert.deepEqual(response.getProperties()?.toJavaScript(), { containerId: "c1" });
    assert.deepEqual(asked[0]?.request, {
      id: undefined,
      oldInputs: undefined,
      oldState: undefined,
      inputs: known({ image: "web:1" }),
      preview: false,
    });
    assert.equal(asked[0]?.context.urn.name, "app");
  });

  it("must answer a preview without an id, and with unknowns", async () => {
    apply = () => Promise.resolve({ id: undefined, state: known({ containerId: UNKNOWN }) });
    const response = await create({ image: unknown }, "Container", 0, true);
    assert.equal(response.getId(), "");
    assert.deepEqual(response.getProperties()?.toJavaScript(), { containerId: unknown });
    assert.equal(asked[0]?.request.preview, true);
    assert.equal(asked[0]?.request.inputs.values["image"], UNKNOWN);
  });

  it("must hand an update the old inputs and the old state apart", async () => {
    apply = () => Promise.resolve({ id: "h1/app", state: known({ image: "web:2" }) });
    await update({ image: "web:1", status: "running" }, { image: "web:1" }, { image: "web:2" });
    assert.deepEqual(asked[0]?.request, {
      id: "h1/app",
      oldInputs: known({ image: "web:1" }),
      oldState: known({ image: "web:1", status: "running" }),
      inputs: known({ image: "web:2" }),
      preview: false,
    });
  });

  it("must store as secret what the schema or the program calls secret, whatever the noun says", async () => {
    apply = () =>
      Promise.resolve({
        id: "h1",
        state: known({ link: { hostId: "h1", password: "hunter2hunter2" }, machine: "vm-secret" }),
      });
    const response = await create({ machine: secret("vm-secret") }, "Host");
    assert.deepEqual(response.getProperties()?.toJavaScript(), {
      link: { hostId: "h1", password: secret("hunter2hunter2") },
      machine: secret("vm-secret"),
    });
  });

  it("must pass on a user's error as it is, as one that touched nothing", async () => {
    apply = () =>
      Promise.reject(new UserError("web-1: the port 80 is taken by nginx", { property: "ports[0].host" }));
    const error = await failureOf(create({}));
    assert.equal(error.details, "web-1: the port 80 is taken by nginx (property: ports[0].host)");
    assert.equal(error.code, status.FAILED_PRECONDITION);
  });

  it("must shorten the words of an error that nobody reads, once its secrets are out of it", async () => {
    const token = "t0ken-".repeat(200);
    const words = `no driver "${"a".repeat(64 * 1024)}" is there, and ${token} says nothing`;
    apply = () => Promise.reject(new UserError(words));
    const { details } = await failureOf(create({ env: { TOKEN: secret(token) } }));
    assert.match(details, /^no driver "a{99}…a{19}" is there, and \S+ says nothing$/);
    assert.doesNotMatch(details, /t0ken/);
  });

  it("must name the classes of a user's error and of its causes to who asks for debug output", async () => {
    const cause = new CancelledError("stopped", { cause: new TypeError("connect ECONNREFUSED") });
    apply = (_context, { inputs }) =>
      Promise.reject(new PartialError(cause, { id: "h1/app", inputs, state: inputs }));
    await failureOf(create({}));
    assert.deepEqual(
      engine.lines.map(({ severity, message }) => `${severity}: ${message}`),
      ["debug: failed with PartialError, because of CancelledError, because of TypeError"],
    );
  });

  it("must call any other error a defect, with its stack in the debug log only", async () => {
    apply = () => Promise.reject(new TypeError("x is not a function"));
    const error = await failureOf(create({}));
    assert.equal(error.details, "moorage defect: x is not a function");
    assert.equal(error.code, status.UNKNOWN);
    const [line] = engine.lines;
    assert.equal(line?.severity, "debug");
    assert.match(line.message, /at .*apply\.test\.ts/);
  });

  it("must carry what a partial failure left, in the form that the engine keeps it", async () => {
    apply = (_context, { inputs }) =>
      Promise.reject(
        new PartialError(new UserError("web-1: app exited with code 3"), {
          id: "h1/app",
          inputs,
          state: known({ containerId: "c1", env: { TOKEN: "t0ken-t0ken" } }),
        }),
      );
    const env = { TOKEN: secret("t0ken-t0ken") };
    const error = await failureOf(create({ image: "web:1", env }));
    const { code, left } = leftBy(error);
    assert.equal(code, error.code);
    assert.equal(error.details, "web-1: app exited with code 3");
    assert.equal(left.getId(), "h1/app");
    assert.deepEqual(left.getReasonsList(), ["web-1: app exited with code 3"]);
    assert.deepEqual(left.getProperties()?.toJavaScript(), { containerId: "c1", env });
    assert.deepEqual(left.getInputs()?.toJavaScript(), { image: "web:1", env });
  });

  it("must show progress on the resource's row, and lines that stay below it, before it answers", async () => {
    apply = (context) => {
      context.progress("pulling web:1");
      context.log("warning", "the disk is 91 % full");
      return Promise.resolve({ id: "h1/app", state: known({}) });
    };
    await create({});
    assert.deepEqual(engine.lines, [
      { severity: "info", message: "pulling web:1", urn: urn("Container"), isEphemeral: true },
      { severity: "warning", message: "the disk is 91 % full", urn: urn("Container"), isEphemeral: false },
    ]);
  });

  it("must name a host in messages whose link is secret for the key in it alone, and not its key", async () => {
    apply = () => Promise.reject(new UserError("deploy@192.0.2.10 refused k3y-k3y-k3y"));
    const host = secret({ hostId: "h1", address: "192.0.2.10", user: "deploy", privateKey: "k3y-k3y-k3y" });
    const error = await failureOf(create({ host, image: "web:1" }));
    assert.equal(error.details, "deploy@192.0.2.10 refused [secret]");
  });

  it("must take secrets of the inputs out of whatever is told", async () => {
    apply = (context) => {
      context.log("info", "log line of the container: password=hunter2hunter2");
      return Promise.reject(new UserError("last log line: hunter2hunter2 refused"));
    };
    const error = await failureOf(create({ env: { A: secret("hunter2hunter2") } }));
    assert.equal(error.details, "last log line: [secret] refused");
    assert.equal(engine.lines[0]?.message, "log line of the container: password=[secret]");
  });

  function applyUntilAborted(): { started: Promise<void> } {
    let start = (): void => undefined;
    const started = new Promise<void>((resolve) => (start = resolve));
    apply = ({ signal }) =>
      new Promise((_resolve, reject) => {
        const abort = (): void => reject(Object.assign(new Error("aborted"), { name: "AbortError" }));
        signal.addEventListener("abort", abort, { once: true });
        start();
      });
    return { started };
  }

  it("must abort when the resource's own timeout ends, and say so", async () => {
    applyUntilAborted();
    const error = await failureOf(create({}, "Container", 0.05));
    assert.match(error.details, /own timeout of 0.05 s ended/);
    assert.equal(error.code, status.ABORTED);
  });

  it("must abort all that is under way at Cancel, and refuse what comes after", async () => {
    const { started } = applyUntilAborted();
    const first = failureOf(create({}));
    await started;
    await ask((done) => door.client.cancel(new Empty(), done));
    assert.match((await first).details, /canceled by the engine/);
    assert.match((await failureOf(create({}))).details, /canceled by the engine/);
    assert.equal(asked.length, 1);
  });

  it("must let an operation that is cancelled tell by itself what it did", async () => {
    const { started } = applyUntilAborted();
    const inner = apply;
    apply = (context, request) =>
      inner(context, request).catch(() =>
        Promise.reject(new CancelledError("web-1: the old container serves again")),
      );
    const first = failureOf(create({}));
    await started;
    await door.server.stop("interrupted", 1000);
    assert.equal((await first).details, "web-1: the old container serves again");
  });

  it("must abort when the engine gives the call up", async () => {
    const { started } = applyUntilAborted();
    const call = door.client.create(
      new CreateRequest().setUrn(urn("Container")).setProperties(struct({})),
      () => undefined,
    );
    await started;
    const signal = asked[0]?.context.signal;
    assert.ok(signal);
    const aborted = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    call.cancel();
    await aborted;
  });
});
