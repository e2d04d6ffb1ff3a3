import assert from "node:assert/strict";
import { waitFor } from "../../../support/setup/wait-for";
import type { TypedStack } from "./typed-stack";

const CTRL_C = "\u0003";

/** Ctrl-C while a real host is worked on. The points are events of the host's, not times. */
export function interrupts(typed: TypedStack): void {
  it("must end while the host is dialled and does not answer", async () => {
    const before = typed.link.connections;
    typed.link.stall();
    const terminal = await typed.type("moorage up --skip-preview");
    await waitFor("a dial", () => Promise.resolve(typed.link.connections > before || undefined));
    // It is connected to before anything is loaded.
    await terminal.shows(/Updating/);
    terminal.type(CTRL_C);
    const shown = await typed.ended(terminal);
    typed.link.resume();
    assert.match(shown, /Canceling:[^]*ended with 8/);
    await typed.assertFree();
  });

  it("must undo a swap whose new container is not healthy yet", async () => {
    await typed.configure({ colour: "yellow", healthy: "exit 1" });
    const started = typed.events.next("container start test-dev-app.new");
    const terminal = await typed.type("moorage up --skip-preview");
    await typed.reaches(terminal, started);
    terminal.type(CTRL_C);
    assert.match(await typed.ended(terminal), /Canceling:[^]*ended with 8/);
    assert.deepEqual(await typed.running(), ["test-dev-app"]);
    await typed.assertFree();
  });

  it("must stop at once at the second Ctrl-C, and let the next run do what is left", async () => {
    await typed.configure({ colour: "orange" });
    const started = typed.events.next("container start test-dev-app.new");
    const terminal = await typed.type("moorage up --skip-preview");
    await typed.reaches(terminal, started);
    // No answer to the first comes before the second.
    typed.link.stall();
    terminal.type(CTRL_C);
    await terminal.shows(/Ctrl-C again stops at once/);
    terminal.type(CTRL_C);
    assert.match(await typed.ended(terminal), /ended with 130/);
    typed.link.resume();
    await typed.assertFree();
    await typed.configure({ healthy: "true" });
    assert.match(await typed.screenOf("moorage up --skip-preview"), /ended with 0/);
    assert.deepEqual(await typed.running(), ["test-dev-app"]);
  });

  it("must end while a container is deleted, and let the next run do what is left", async () => {
    const killed = typed.events.next("container kill test-dev-app");
    const terminal = await typed.type("moorage destroy --skip-preview");
    await typed.reaches(terminal, killed);
    terminal.type(CTRL_C);
    assert.match(await typed.ended(terminal), /Canceling:[^]*ended with 8/);
    await typed.assertFree();
    assert.match(await typed.screenOf("moorage destroy --skip-preview"), /ended with 0/);
    assert.deepEqual(await typed.running(), []);
  });
}
