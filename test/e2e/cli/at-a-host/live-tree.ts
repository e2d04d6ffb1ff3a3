import assert from "node:assert/strict";
import { screen, type TypedStack } from "./typed-stack";

/** What a person sees of real work: rows and their ends, not how long it took. */
export function liveTree(typed: TypedStack): void {
  const rowsOf = (shown: string, after: string): string[] =>
    shown
      .slice(shown.lastIndexOf(after))
      .split("\n")
      .slice(1)
      .filter((line) => /^ *[-+~].* moorage:(Host|Image|Container)/.test(line))
      .map((line) =>
        line
          .trim()
          .replace(/ +(\d+ min )?\d+ s( .*)?$/, "")
          .replace(/\s+/g, " "),
      );

  it("must show what is made, an image that is sent with it, and keep its rows when Enter is pressed", async () => {
    const terminal = await typed.type("moorage up --yes");
    await terminal.shows(/Updating[^]*waiting for health/);
    terminal.type("\r\r\r");
    const bytes = await typed.ended(terminal);
    const shown = await screen(bytes);
    assert.match(bytes, /sent \d/);
    assert.deepEqual(rowsOf(shown, "Updating"), [
      "+ moorage:Host host created",
      "+ moorage:Image web created",
      "+ moorage:Container app created",
    ]);
    assert.match(
      shown,
      /Outputs:\n +\+ answer: 42\n\nResources:\n +\+ 4 created\nDuration: .*\nended with 0/,
    );
  });

  it("must show the steps of a swap while it is under way, and what became of it", async () => {
    await typed.configure({ colour: "green", healthy: "true" });
    const bytes = await typed.ended(await typed.type("moorage up --yes"));
    assert.match(bytes, /\d\/\d start /);
    const shown = await screen(bytes);
    assert.deepEqual(
      rowsOf(shown, "Updating").filter((row) => !row.includes("unchanged")),
      ["~ moorage:Container app updated"],
    );
    assert.match(shown, /~ 1 updated\n[^]*ended with 0/);
  });

  it("must show an error once, at the end, with what still serves and what to type", async () => {
    await typed.configure({ colour: "red", healthy: "exit 1", patience: "3" });
    const shown = await typed.screenOf("moorage up --skip-preview");
    const [row] = rowsOf(shown, "Updating");
    assert.match(row ?? "", /^~ moorage:Container app failed/);
    assert.equal(shown.match(/^Errors?:$/gm)?.length, 1);
    assert.match(shown, /Error:\n +moorage:Container app\n[^]*has served [^]*moorage up\nended with 1/);
    assert.deepEqual(await typed.running(), ["test-dev-app"]);
    await typed.configure({ healthy: "true", patience: "600" });
  });
}
