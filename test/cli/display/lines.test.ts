import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { openDisplay } from "../../../cli/display";
import type { EngineEvent } from "../../../engine/events/engine-event";
import { CANARY, stream, STREAMS } from "./streams";
import { shownInPipe } from "./shown";

async function linesOf(name: string, options: Parameters<typeof shownInPipe>[1] = {}): Promise<string> {
  return (await shownInPipe(await stream(name), options)).replace(/\(\d+ s\)/g, "(T)");
}

describe("an operation shown in lines", () => {
  it("must tell a swap with what changes, its steps and its end, and not what is about the moment only", async () => {
    assert.equal(
      await linesOf("a swap"),
      `Updating test/dev
   ~ moorage:Container app updating
        ~ env.MODE: "blue" → "green"
        ~ image: "app:1" → "app:2"
        + ports[1]: { container: 443, host: 8443 }
     moorage:Container app 1/6 create app.new
     moorage:Container app 2/6 start app.new
     moorage:Container app 3/6 waiting for app.new to be healthy (T)
     moorage:Container app 4/6 stop app
     moorage:Container app 5/6 rename app.new to app
     moorage:Container app 6/6 remove app.old
   ~ moorage:Container app updated (T)

Outputs:
     token: [secret]
     url: "http://192.0.2.7:8080"

Resources:
     7 unchanged
   ~ 1 updated
Duration: 9 s
`,
    );
  });

  it("must sum up a preview by kinds with names, and warn of what loses data", async () => {
    const text = await linesOf("preview", { kind: "preview" });
    assert.equal(
      text.slice(text.indexOf("Changes:")),
      `Changes:
   + 1 to create: cache
   ~ 1 to update: app
  +- 1 to replace: front
   - 1 to delete: data
   ! warning: This deletes the volume data with all the data in it.
     5 unchanged
`,
    );
  });

  it("must tell once what is wrong with several resources, and name no more of them than can be read", async () => {
    const failures = (count: number): EngineEvent[] =>
      Array.from({ length: count }, (_, index) => ({
        sequence: index,
        timestamp: 0,
        diagnosticEvent: {
          urn: `urn:pulumi:dev::test::moorage:index:Container::app-${index}`,
          prefix: "",
          message: "web-1 hung up",
          color: "never",
          severity: "error",
        },
      }));
    const named = "moorage:Container app-0, moorage:Container app-1";
    assert.match(await shownInPipe(failures(2)), new RegExp(`Error:\\n {2}${named}\\n {4}web-1 hung up\\n`));
    assert.match(await shownInPipe(failures(50)), /app-4 and 45 more\n {4}web-1 hung up\n/);
  });

  it("must tell an error once, at the end, with the next thing to type", async () => {
    const text = await linesOf("a failure with init errors");
    assert.match(text, /\+ moorage:Container app creating failed/);
    assert.equal(text.split("exited with code 1").length, 2);
    assert.ok(
      text.endsWith(`Error:
  moorage:Container app
    Container app on web-1 does not work: it exited with code 1.

What was done is saved. When that is put right: moorage up
`),
    );
  });

  it("must not tell again what the operation rejects with, and tell what it alone knows", async () => {
    const events = await stream("a failure with init errors");
    const told = "Container app on web-1 does not work: it exited with code 1.";
    const again = await shownInPipe(events, {}, { outcome: "failed", error: new Error(told) });
    assert.equal(again.split(told).length, 2);
    const only = await shownInPipe([], {}, { outcome: "failed", error: new Error("the stack is locked") });
    assert.match(only, /Error:\n {2}the stack is locked\n$/);
  });

  it("must say how to go on after it was canceled", async () => {
    assert.match(await linesOf("cancel"), /Canceled; what was done is saved. To go on: moorage up\n$/);
  });

  it("must tell what a refresh found in its own words", async () => {
    const text = await linesOf("refresh", { kind: "refresh" });
    assert.match(text, /~ moorage:Network front drifted\n +~ driver: "bridge" → "overlay"/);
    assert.match(text, /- moorage:Container worker gone/);
    assert.match(text, /- 1 gone\n {3}~ 1 drifted/);
  });

  it("must show a replacement by its halves, and name what makes it necessary", async () => {
    assert.match(
      await linesOf("replace"),
      /creating new\n +~ replaceName: "a" → "b" \(replaces\)\n.*created new \(T\)\n.*deleting old\n.*replaced/,
    );
  });

  it("must print one event a line and nothing else with json", async () => {
    const events = await stream("create");
    const lines = (await shownInPipe(events, { json: true })).trimEnd().split("\n");
    assert.deepEqual(
      lines.map((line) => JSON.parse(line) as unknown),
      events,
    );
  });

  it("must keep what the program prints apart from the events", async () => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const signals = { on: () => undefined, off: () => undefined };
    const terminal = { stdin: new PassThrough(), stdout, stderr, env: {}, ...signals };
    const rest = {
      stack: "dev",
      project: "test",
      isPreview: false,
      color: false,
      showDiff: false,
      json: true,
    };
    const display = openDisplay({ kind: "update", terminal, ...rest });
    display.onEvent({ sequence: 0, timestamp: 0, cancelEvent: {} });
    stdout.write("hello\n");
    await display.close();
    stdout.write("afterwards");
    assert.equal(String(stdout.read()), '{"sequence":0,"timestamp":0,"cancelEvent":{}}\nafterwards');
    assert.equal(String(stderr.read()), "hello\n");
  });

  for (const name of STREAMS) {
    for (const how of [{}, { showDiff: true }, { json: true }]) {
      it(`must not show a secret of ${name} ${JSON.stringify(how)}`, async () => {
        assert.equal((await linesOf(name, how)).includes(CANARY), false);
      });
    }
  }

  it("must go on without a word when nobody reads any more", async () => {
    const events = await stream("create");
    const stdout = new PassThrough();
    const signals = { on: () => undefined, off: () => undefined };
    const terminal = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), env: {}, ...signals };
    const rest = {
      stack: "dev",
      project: "test",
      isPreview: false,
      color: false,
      showDiff: false,
      json: false,
    };
    const display = openDisplay({ kind: "update", terminal, ...rest });
    stdout.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    for (const event of events) display.onEvent(event);
    await display.close({ outcome: "succeeded" });
  });
});
