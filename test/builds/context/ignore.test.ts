import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { walkContext } from "../../../providers/builds/context/walk";
import { PatternError } from "../../../providers/builds/context/ignore/pattern-error";
import { IgnoreRules } from "../../../providers/builds/context/ignore/rules";
import { withTree } from "./tree";

interface IgnoreCase {
  readonly why: string;
  readonly ignore: string;
  readonly tree: readonly string[];
  /** What Docker's own libraries send, as `oracle/main.go` says; a path of a folder ends with `/`. */
  readonly sent?: readonly string[];
  readonly isRefused?: boolean;
}

const ALL = JSON.parse(readFileSync(join(__dirname, "ignore-cases.json"), "utf8")) as readonly IgnoreCase[];
const TAKEN = ALL.filter((each) => each.isRefused !== true);

/** The paths of a tree that rules let through. */
async function sent(root: string, ignore: string): Promise<string[]> {
  const walk = { root, rules: new IgnoreRules(ignore), required: new Set<string>() };
  const entries = await walkContext({ ...walk, signal: new AbortController().signal });
  return entries.map(({ path, kind }) => (kind === "folder" ? `${path}/` : path)).sort();
}

const treeOf = ({ tree }: IgnoreCase): Record<string, string> =>
  Object.fromEntries(tree.map((path) => [path, ""]));

describe("An ignore file", () => {
  for (const each of TAKEN) {
    it(`must leave out what Docker leaves out: ${each.why}`, async () => {
      await withTree(treeOf(each), async (root) => {
        assert.deepEqual(await sent(root, each.ignore), [...(each.sent ?? [])].sort());
      });
    });
  }

  for (const { why, ignore } of ALL.filter((each) => each.isRefused === true)) {
    it(`must be refused where Docker refuses it: ${why}`, () => {
      assert.throws(() => new IgnoreRules(ignore), PatternError);
    });
  }

  it("must be refused where Docker would not look: a bad pattern behind others", () => {
    for (const ignore of ["a*[", "!a*b\\", "a/[[:digit:]]", "dist\\win\\é"]) {
      assert.throws(() => new IgnoreRules(ignore), PatternError, ignore);
    }
  });

  it("must mean the same with comments, blank lines, spaces and line ends of any kind", async () => {
    const [start, end] = [fc.constantFrom("", " ", "\t"), fc.constantFrom("", " ", "\r", "\t \r")];
    const between = fc.constantFrom("\n", "\n\n", "\n# src\n", "\n  \n#\r\n", "\n#!*\n");
    const noise = fc.record({
      mark: fc.constantFrom("", "\uFEFF"),
      each: fc.array(fc.tuple(start, end, between), { minLength: 4, maxLength: 4 }),
    });
    const property = fc.asyncProperty(
      fc.constantFrom(...TAKEN),
      noise,
      async (each, { mark, each: around }) => {
        const lines = each.ignore.replace(/^\uFEFF/, "").split("\n");
        const noisy = lines.map((line, index) => {
          const [before, after, gap] = around[index % around.length] ?? ["", "", "\n"];
          // A space before a comment would make a name of it, and one after a backslash is not a space.
          return `${line.startsWith("#") ? "" : before}${line}${line.endsWith("\\") ? "" : after}${gap}`;
        });
        await withTree(treeOf(each), async (root) => {
          assert.deepEqual(await sent(root, mark + noisy.join("")), await sent(root, each.ignore));
        });
      },
    );
    await fc.assert(property, { numRuns: 100 });
  });

  it("must mean the same for a path alone as for one found on the way down", async () => {
    const property = fc.asyncProperty(fc.constantFrom(...TAKEN), async (each) => {
      const rules = new IgnoreRules(each.ignore);
      for (const path of each.tree.map((one) => one.replace(/\/$/, ""))) {
        const isSent = each.sent?.some((one) => one.replace(/\/$/, "") === path) === true;
        assert.equal(rules.excludes(path), !isSent, path);
      }
    });
    await fc.assert(property, { numRuns: TAKEN.length });
  });
});
