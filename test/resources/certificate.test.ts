import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { createServer, get } from "node:https";
import type { AddressInfo } from "node:net";
import { type Bag, formatPath, UNKNOWN, type Value } from "../../providers/resources/bag";
import { certificate as lifecycle } from "../../providers/resources/certificate";
import { makeAuthority, makeServerCertificate } from "../../providers/resources/certificate/issue";
import { bag } from "./engine-context";
import { imageContext } from "./image-context";

const context = imageContext([]);
const names = ["localhost", "127.0.0.1", "*.shop.internal"];
const DAY = 24 * 60 * 60 * 1000;

describe("a Certificate", function () {
  this.timeout(20_000);
  let id = "";
  let state: Bag;
  const inputs = bag({ names });
  const text = (name: string, from = state): string => String(from.values[name]);
  const apply = (news: Bag, preview = false, oldState = state) =>
    lifecycle.apply(context, { id, oldInputs: inputs, oldState, inputs: news, preview });
  const changes = (news: Bag, oldState = state): string[] =>
    lifecycle
      .diff(context, { id, oldInputs: inputs, oldState, news })
      .differences.map(({ path }) => formatPath(path));
  /** As it would be stored if it had been made so many days ago. */
  const aged = async (days: number): Promise<Bag> => {
    const then = new Date(Date.now() - days * DAY);
    const authority = await makeAuthority("old", then);
    const server = await makeServerCertificate(authority, names, 365, then);
    const old = {
      ca: authority.certificate,
      caPrivateKey: authority.privateKey,
      certificate: server.certificate,
      privateKey: server.privateKey,
    };
    const read = await lifecycle.read(context, { id, inputs, state: bag(old) });
    return read?.state ?? assert.fail();
  };

  before(async () => {
    const request = { id: undefined, oldInputs: undefined, oldState: undefined, inputs, preview: false };
    const foreseen = await lifecycle.apply(context, { ...request, preview: true });
    assert.deepEqual([foreseen.id, foreseen.state.values["ca"]], [undefined, UNKNOWN]);
    const made = await lifecycle.apply(context, request);
    id = made.id ?? "";
    state = made.state;
  });

  it("must vouch for a server by all its names, to those who trust its authority alone", async () => {
    const server = createServer({ key: text("privateKey"), cert: text("certificate") }, (_, answer) =>
      answer.end("served"),
    );
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    for (const servername of ["localhost", "a.shop.internal", ""]) {
      const request = get({ host: "127.0.0.1", port, servername, ca: text("ca"), agent: false });
      const [answer] = (await once(request, "response")) as [NodeJS.ReadableStream & { statusCode: number }];
      assert.equal(answer.statusCode, 200);
      answer.resume();
    }
    for (const wrong of [{ servername: "other.internal", ca: text("ca") }, { servername: "localhost" }]) {
      await assert.rejects(once(get({ host: "127.0.0.1", port, agent: false, ...wrong }), "response"));
    }
    server.close();
    const [ca, served] = [new X509Certificate(text("ca")), new X509Certificate(text("certificate"))];
    assert.ok(ca.ca && !served.ca && served.checkIssued(ca));
  });

  it("must keep its keys secret, and be found as it is", async () => {
    assert.deepEqual(state.secrets, [["privateKey"], ["caPrivateKey"]]);
    const read = await lifecycle.read(context, { id, inputs, state });
    assert.deepEqual(read, { id, inputs, state });
    assert.deepEqual(changes(inputs), []);
    assert.deepEqual(changes(bag({ names, validityDays: 365, renewBeforeDays: 30 })), []);
    assert.deepEqual(
      (await apply(bag({ names, renewBeforeDays: 5 }))).state.values["certificate"],
      text("certificate"),
    );
  });

  it("must be issued anew for other names, by the same authority", async () => {
    const news = bag({ names: ["other.internal"] });
    assert.deepEqual(changes(news), ["names[0]", "names[1]", "names[2]"]);
    const foreseen = (await apply(news, true)).state;
    assert.deepEqual([foreseen.values["ca"], foreseen.values["certificate"]], [text("ca"), UNKNOWN]);
    const { state: after } = await apply(news);
    assert.equal(text("ca", after), text("ca"));
    const made = new X509Certificate(text("certificate", after));
    assert.equal(made.checkHost("other.internal"), "other.internal");
    assert.equal(made.checkHost("localhost"), undefined);
  });

  it("must be renewed when its end is near, by the same authority while that lasts", async () => {
    const young = await aged(330);
    assert.equal(young.values["isDue"], false);
    const due = await aged(340);
    assert.equal(due.values["isDue"], true);
    assert.deepEqual(changes(inputs, due), ["expiresAt"]);
    const { state: renewed } = await apply(inputs, false, due);
    assert.equal(renewed.values["isDue"], false);
    assert.equal(text("ca", renewed), text("ca", due));
    assert.notEqual(text("privateKey", renewed), text("privateKey", due));
    const old = await aged(3400);
    assert.equal((await apply(inputs, true, old)).state.values["ca"], UNKNOWN);
    assert.notEqual(text("ca", (await apply(inputs, false, old)).state), text("ca", old));
  });

  it("must refuse names that are none, and an end that is always near", async () => {
    const failures = async (values: Record<string, Value>): Promise<string[]> => {
      const found = await lifecycle.check(context, { olds: undefined, news: bag(values) });
      return found.failures.map(({ path, reason }) => `${formatPath(path)} ${reason}`);
    };
    assert.match((await failures({ names: [] })).join(), /^names must have/);
    assert.match((await failures({ names: ["a", "10.0.0.5:5000"] })).join(), /^names\[1\] .*without a port/);
    const short = { names, validityDays: 30, renewBeforeDays: 30 };
    assert.match((await failures(short)).join(), /^renewBeforeDays must be below validityDays \(30\)/);
    assert.deepEqual(await failures({ names: [...names, UNKNOWN, "::1"] }), []);
  });
});
