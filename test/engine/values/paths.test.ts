import assert from "node:assert/strict";

import {
  changedKeys,
  differences,
  formatPropertyPath,
  Output,
  parsePropertyPath,
  pathContains,
  resetAt,
  Secret,
  Unknown,
  type PropertyMap,
} from "../../../engine/values";

describe("a property path", () => {
  const cases: [string, (string | number)[] | undefined][] = [
    ["a", ["a"]],
    ["a.b[0]", ["a", "b", 0]],
    ['a["b.c"].d', ["a", "b.c", "d"]],
    ['["say \\"x\\""]', ['say "x"']],
    ["a[*].b", ["a", "*", "b"]],
    ["a.*", ["a", "*"]],
    ["a.[0]", ["a", 0]],
    ["", []],
    [".a", undefined],
    ["a.", undefined],
    ["a[", undefined],
    ["a[x]", undefined],
    ['a["x', undefined],
  ];
  for (const [text, path] of cases) {
    it(`must be read from ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parsePropertyPath(text), path);
    });
  }

  it("must be written so that it is read as the same", () => {
    for (const path of [
      ["a", "b", 0],
      ["a.b", 'c"d'],
      ["x", "y z"],
    ]) {
      assert.deepEqual(parsePropertyPath(formatPropertyPath(path)), path);
    }
  });

  it("must contain what it leads to, and any element for a star", () => {
    assert.equal(pathContains(["a"], ["a", "b"]), true);
    assert.equal(pathContains(["a", "*"], ["a", 3]), true);
    assert.equal(pathContains(["a", "*"], ["a"]), false);
    assert.equal(pathContains(["a", 1], ["a", 2]), false);
  });
});

describe("a reset to the old value at a path", () => {
  const cases: [string, string, PropertyMap, PropertyMap, PropertyMap, boolean][] = [
    ["a key", "a", { a: 1 }, { a: 2, b: 2 }, { a: 1, b: 2 }, true],
    ["a key that was not there", "a", {}, { a: 2 }, {}, true],
    ["a key that is there no more", "a", { a: 1 }, {}, { a: 1 }, true],
    ["a key in an object that is new", "a.b", {}, { a: { b: 1 } }, { a: {} }, true],
    ["a key in an object that is gone", "a.b", { a: { b: 1 } }, {}, {}, false],
    ["an element", "a[1]", { a: [1, 2] }, { a: [3, 4] }, { a: [3, 2] }, true],
    ["an element that is new", "a[1]", { a: [1] }, { a: [3, 4] }, { a: [3, 4] }, false],
    ["all elements", "a[*]", { a: [1, 2] }, { a: [3, 4] }, { a: [1, 2] }, true],
    ["those of all elements that both have", "a[*]", { a: [1] }, { a: [3, 4] }, { a: [1, 4] }, false],
    ["all keys", "a.*", { a: { x: 1 } }, { a: { x: 2, y: 2 } }, { a: { x: 1 } }, true],
    [
      "inside all elements",
      "a[*].x",
      { a: [{ x: 1 }] },
      { a: [{ x: 2, y: 2 }] },
      { a: [{ x: 1, y: 2 }] },
      true,
    ],
    [
      "what is in a secret",
      "a.x",
      { a: new Secret({ x: 1 }) },
      { a: { x: 2 } },
      { a: { x: new Secret(1) } },
      true,
    ],
    [
      "what goes into a secret",
      "a.x",
      { a: { x: 1 } },
      { a: new Secret({ x: 2 }) },
      { a: new Secret({ x: 1 }) },
      true,
    ],
  ];
  for (const [title, path, before, after, result, complete] of cases) {
    it(`must keep ${title}`, () => {
      assert.deepEqual(resetAt(parsePropertyPath(path) ?? [], before, after), {
        properties: result,
        complete,
      });
    });
  }
});

describe("the differences of two sets of properties", () => {
  const cases: [string, PropertyMap, PropertyMap, Record<string, string>][] = [
    ["nothing for null and absent", { a: null }, {}, {}],
    [
      "what is added, deleted and updated",
      { a: 1, b: 1 },
      { b: 2, c: 2 },
      { a: "delete", b: "update", c: "add" },
    ],
    [
      "what is deep inside",
      { a: { b: [1, 2] } },
      { a: { b: [1, 3, 4] } },
      { "a.b[1]": "update", "a.b[2]": "add" },
    ],
    ["a value that becomes null", { a: 1 }, { a: null }, { a: "delete" }],
    ["a value that becomes secret", { a: 1 }, { a: new Secret(1) }, { a: "update" }],
    ["a value that is not known", { a: 1 }, { a: new Unknown() }, { a: "update" }],
    ["nothing for an output that is not known", { a: 1 }, { a: new Output({ known: false }) }, {}],
  ];
  for (const [title, before, after, expected] of cases) {
    it(`must be ${title}`, () => {
      const found = differences(before, after);
      assert.deepEqual(Object.fromEntries(found.map(({ path, kind }) => [path, kind])), expected);
      const keys = new Set(Object.keys(expected).map((path) => path.split(/[.[]/)[0]));
      assert.deepEqual(changedKeys(before, after), [...keys]);
    });
  }
});
