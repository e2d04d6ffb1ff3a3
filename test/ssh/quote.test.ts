import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { argvOf, quote, quoteAll, quoteOperands } from "../../providers/ssh/quote";
import { shell } from "../../providers/ssh/command";

describe("quoting for the shell", () => {
  it("any words must come out of a real shell as they went in", () => {
    const word = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.stringMatching(/^[ '"\\$`!*?~#&|;<>(){}[\]\n\t=-]*$/),
    );
    const argument = word.filter((text) => !text.includes("\0"));
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 5 }), (words) => {
        const output = execFileSync("/bin/sh", ["-c", `printf '%s\\0' ${quoteAll(words)}`]);
        assert.deepEqual(output.toString("utf8").split("\0").slice(0, -1), words.map(throughUtf8));
      }),
      { numRuns: 150 },
    );
  });

  it("a plain word must stay readable", () => {
    assert.equal(
      quoteAll(["apt-get", "install", "--yes", "docker.io=20.10", "/a_b:c"]),
      "apt-get install --yes docker.io=20.10 /a_b:c",
    );
  });

  it("a word with a single quote must be closed and opened around it", () => {
    assert.equal(quote("it's"), `'it'\\''s'`);
  });

  it("what a command is about must not be taken for its options", () => {
    assert.equal(quoteOperands(["a", "b c"]), "a 'b c'");
    assert.equal(quoteOperands(["a", "--force"]), "-- a --force");
  });

  it("a NUL must be refused", () => {
    assert.throws(() => quote("a\0b"), RangeError);
  });

  it("a script must run in /bin/sh, whatever the login shell is", () => {
    assert.deepEqual(argvOf(shell("a && b")), ["/bin/sh", "-c", "a && b"]);
  });
});

/** What Node makes of a string that is no valid Unicode when it hands it to a process. */
function throughUtf8(text: string): string {
  return Buffer.from(text).toString("utf8");
}
