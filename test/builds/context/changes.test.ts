import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import {
  contextChanges,
  describeChanges,
  type StoredContext,
} from "../../../providers/builds/context/changes";
import { contextDigest } from "../../../providers/builds/context/digest";
import type { ContextEntry } from "../../../providers/builds/context/entry";
import { listContext } from "../../../providers/builds/context/listing";

/** Files by path with their content; a path that ends with `/` is a folder. */
type Files = Readonly<Record<string, string>>;

function entriesOf(files: Files): ContextEntry[] {
  return Object.entries(files).map(([path, content]) => {
    const isFolder = path.endsWith("/");
    const digest = isFolder ? "" : createHash("sha256").update(content).digest("hex");
    const shared = { mode: 0o644, size: content.length, target: undefined, digest };
    return { path: path.replace(/\/$/, ""), kind: isFolder ? "folder" : "file", ...shared };
  });
}

function stored(files: Files, limit?: number): StoredContext {
  const entries = entriesOf(files);
  return { digest: contextDigest(entries), listing: listContext(entries, limit) };
}

const describeFiles = (old: Files, now: Files, limit?: number): string =>
  describeChanges(stored(old, limit), stored(now, limit));

const many = (folder: string, count: number): Files =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${folder}/f${index}`, String(index)]));

describe("What changed in a build context", () => {
  it("must be nothing for the same content", () => {
    assert.equal(describeFiles({ a: "1" }, { a: "1" }), "unchanged");
  });

  it("must name the files, and say which are new and which are gone", () => {
    const old = { Dockerfile: "1", "src/a": "1", "src/b": "1" };
    assert.equal(describeFiles(old, { ...old, "src/a": "2" }), "1 file changed: src/a");
    const now = { Dockerfile: "2", "src/b": "1", "src/c": "1" };
    assert.equal(describeFiles(old, now), "3 files changed: Dockerfile, src/a (removed), src/c (added)");
  });

  it("must name a few of many", () => {
    const now = {
      ...many("src", 5),
      "src/f0": "x",
      "src/f1": "x",
      "src/f2": "x",
      "src/f3": "x",
      "src/f4": "x",
    };
    assert.equal(describeFiles(many("src", 5), now), "5 files changed: src/f0, src/f1, src/f2 and 2 more");
  });

  it("must say that only permissions of folders changed where no path is to be named", () => {
    const [file, folder] = entriesOf({ "a/b": "1", "a/": "" });
    assert.ok(file !== undefined && folder !== undefined);
    const of = (entries: ContextEntry[]): StoredContext => ({
      digest: contextDigest(entries),
      listing: listContext(entries),
    });
    const changed = describeChanges(of([folder, file]), of([{ ...folder, mode: 0o700 }, file]));
    assert.equal(changed, "the permissions of folders changed");
  });

  it("must name an empty folder, and not the folder that is filled", () => {
    assert.equal(describeFiles({ a: "1" }, { a: "1", "b/": "" }), "1 path changed: b/ (added)");
    assert.equal(describeFiles({ "b/": "" }, { "b/": "", "b/c": "1" }), "1 file changed: b/c (added)");
    assert.equal(describeFiles({ "b/": "", "b/c": "1" }, { "b/": "" }), "1 file changed: b/c (removed)");
  });

  it("must close the folder that is too large, and name it as a whole", () => {
    const old = { ...many("vendor", 30), "src/a": "1", "src/b": "1" };
    assert.deepEqual(Object.keys(stored(old, 10).listing).sort(), ["src/a", "src/b", "vendor/**"]);
    const now = { ...old, "vendor/f7": "x", "src/b": "2" };
    assert.equal(describeFiles(old, now, 10), "2 paths changed: src/b, vendor/");
  });

  it("must close the context itself where its own files are too many", () => {
    const flat = (count: number): Files =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, ""]));
    assert.deepEqual(Object.keys(stored(flat(30), 10).listing), ["**"]);
    assert.equal(describeFiles(flat(30), flat(31), 10), "1 path changed: ./");
    assert.equal(describeFiles(flat(3), flat(31), 10), "1 path changed: ./");
  });

  it("must compare a context that has grown over what is listed with what it was before", () => {
    const old = { ...many("vendor", 5), "src/a": "1" };
    const grown = { ...many("vendor", 30), "src/a": "2" };
    const said = describeChanges(stored(old, 10), stored(grown, 10));
    assert.equal(said, "2 paths changed: src/a, vendor/");
  });

  const name = fc.constantFrom("a", "b", "c");
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
  const files = fc.dictionary(
    path.map((each) => `${each}.f`),
    fc.constantFrom("1", "2"),
    { minKeys: 1 },
  );
  const limit = fc.integer({ min: 1, max: 12 });

  it("must keep a listing within its limit, whatever is in the context", () => {
    fc.assert(
      fc.property(files, limit, (each, most) => {
        const { listing } = stored(each, most);
        assert.ok(Object.keys(listing).length <= most);
      }),
    );
  });

  it("must cover each file that changed and no other, however much of either is listed", () => {
    fc.assert(
      fc.property(files, files, limit, limit, (old, now, one, other) => {
        const changes = contextChanges(stored(old, one).listing, stored(now, other).listing);
        const covers = (file: string): boolean =>
          changes.some(
            ({ path: at }) => at === file || at === "./" || (at.endsWith("/") && file.startsWith(at)),
          );
        const all = [...new Set([...Object.keys(old), ...Object.keys(now)])];
        const changed = all.filter((file) => old[file] !== now[file]);
        for (const file of changed) assert.ok(covers(file), file);
        for (const { path: at } of changes) {
          const isRight = changed.some((file) => file === at || at === "./" || file.startsWith(at));
          assert.ok(isRight, `${at} is said to have changed`);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
