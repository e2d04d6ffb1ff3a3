import assert from "node:assert/strict";
import { CheckRequest, type CheckResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { CheckRequest as Asked, Lifecycle } from "../../providers/resources/lifecycle";
import { UNKNOWN } from "../../providers/resources/bag";
import { ask, openDoor, secret, struct, unknown, urn, type Door, type Wire } from "../support/door/door";

const host = { hostId: "h1" };

function failures(response: CheckResponse): [string, string][] {
  return response.getFailuresList().map((failure) => [failure.getProperty(), failure.getReason()]);
}

describe("Check", () => {
  let door: Door;
  let asked: Asked[];
  let noun: Partial<Lifecycle>;

  beforeEach(async () => {
    asked = [];
    noun = {};
    const check: Lifecycle["check"] = (context, request) => {
      asked.push(request);
      return noun.check?.(context, request) ?? Promise.resolve({ inputs: request.news, failures: [] });
    };
    door = await openDoor({ lifecycle: { check } });
  });
  afterEach(() => door.close());

  function check(type: string, news: Wire, olds: Wire = {}): Promise<CheckResponse> {
    const request = new CheckRequest().setUrn(urn(type)).setNews(struct(news)).setOlds(struct(olds));
    return ask((done) => door.client.check(request, done));
  }

  it("must name every failure of the schema at once, each with its exact property", async () => {
    const response = await check("Container", {
      host,
      ports: [
        { container: true, host: 70000 },
        { container: "eighty" },
        { protocol: "icmp", container: 1.5 },
      ],
      restart: "sometimes",
      comand: ["true"],
    });
    assert.deepEqual(failures(response).sort(), [
      ["comand", 'is not a known property; did you mean "command"?'],
      ["image", "is required"],
      ["ports[0].container", "must be a whole number or a string, not a boolean"],
      ["ports[0].host", "must be at most 65535"],
      ["ports[1].container", "must be a whole number or match ^\\d{1,5}(-\\d{1,5})?$"],
      ["ports[2].container", "must be a whole number or a string, not a fraction"],
      ["ports[2].protocol", 'must be one of "tcp", "udp", "sctp"'],
      ["restart", 'must be one of "no", "always", "unless-stopped", "on-failure"'],
    ]);
    assert.deepEqual(asked, [], "a noun must not be asked about inputs that do not fit the schema");
  });

  it("must ask the noun about inputs that fit the schema, and pass on all that it finds", async () => {
    noun.check = (_context, { news }) =>
      Promise.resolve({
        inputs: news,
        failures: [
          { path: ["ports", 0, "host"], reason: "stands twice" },
          { path: ["labels", "a.b"], reason: "is Moorage's own" },
        ],
      });
    const response = await check("Container", { host, image: "web:1" });
    assert.deepEqual(failures(response), [
      ["ports[0].host", "stands twice"],
      ['labels["a.b"]', "is Moorage's own"],
    ]);
  });

  it("must not answer unknown what an update knows, in the place of the failure that is the cause", async () => {
    noun.check = (_context, { news }) =>
      Promise.resolve({
        inputs: { values: { ...news.values, name: UNKNOWN }, secrets: [] },
        failures: [{ path: ["name"], reason: "cannot be told" }],
      });
    const response = await check("Volume", { host });
    assert.deepEqual(failures(response), [["name", "cannot be told"]]);
    assert.deepEqual(response.getInputs()?.toJavaScript(), { host });
  });

  it("must hand the noun its old inputs, and none when the resource is new", async () => {
    await check("Volume", { host, name: "b" });
    await check("Volume", { host, name: "b" }, { host, name: "a" });
    assert.deepEqual(
      asked.map(({ olds }) => olds?.values),
      [undefined, { host, name: "a" }],
    );
  });

  it("must take unknowns anywhere, and mark them for the noun", async () => {
    const response = await check("Container", {
      host: unknown,
      image: unknown,
      ports: [{ container: unknown }],
    });
    assert.deepEqual(failures(response), []);
    assert.deepEqual(asked[0]?.news.values, {
      host: UNKNOWN,
      image: UNKNOWN,
      ports: [{ container: UNKNOWN }],
    });
    assert.deepEqual(response.getInputs()?.toJavaScript(), {
      host: unknown,
      image: unknown,
      ports: [{ container: unknown }],
    });
  });

  it("must make secret in the inputs what the schema calls secret", async () => {
    const connection = { address: "192.0.2.1", password: "hunter2hunter2", sudoPassword: unknown };
    const response = await check("Host", { connection });
    assert.deepEqual(response.getInputs()?.toJavaScript(), {
      connection: { address: "192.0.2.1", password: secret("hunter2hunter2"), sudoPassword: secret(unknown) },
    });
    assert.deepEqual(asked[0]?.news.secrets.length, 2);
  });

  it("must keep a secret of the program secret when the noun forgets it", async () => {
    noun.check = (_context, { news }) =>
      Promise.resolve({ inputs: { values: news.values, secrets: [] }, failures: [] });
    const response = await check("Container", {
      host,
      image: "web",
      env: { TOKEN: secret("t0ken-t0ken"), A: "1" },
    });
    assert.deepEqual(response.getInputs()?.toJavaScript()["env"], { TOKEN: secret("t0ken-t0ken"), A: "1" });
  });

  it("must refuse a resource reference by its property", async () => {
    const reference = {
      "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e",
      urn: urn("Host"),
    };
    const response = await check("Container", { host: reference, image: "web:1" });
    assert.deepEqual(failures(response), [["host", "must not be a resource itself, but one of its outputs"]]);
  });

  it("must not name a property whose value the engine would print with a secret in it", async () => {
    const response = await check("Container", { host, image: "web:1", env: secret(["hunter2hunter2"]) });
    assert.deepEqual(failures(response), [["", "env must be an object, not a list"]]);
  });

  it("must not say any value in a failure", async () => {
    const response = await check("Host", {
      connection: { address: 12345678, password: 87654321, user: ["12121212"] },
    });
    assert.equal(response.getFailuresList().length, 3);
    assert.doesNotMatch(JSON.stringify(failures(response)), /12345678|87654321|12121212/);
  });
});
