import assert from "node:assert/strict";
import {
  chmodSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { readArchive } from "../../launch/archive";
import { Installation } from "./installation";

const files = {
  "main.js": "console.log(require('thing'));",
  "node_modules/thing/package.json": '{ "name": "thing", "main": "./lib/index.js" }',
  "node_modules/thing/lib/index.js":
    "module.exports = ['first', require('./part'), require('other')].join(' ');",
  "node_modules/thing/lib/part/index.js": "module.exports = 'part';",
  "node_modules/other/package.json": '{ "name": "other" }',
  "node_modules/other/index.js": "module.exports = 'other';",
};

describe("modules that are kept between starts", () => {
  let installation: Installation;
  beforeEach(() => (installation = new Installation(files)));
  afterEach(() => installation.remove());

  it("must be kept for this user alone, found and compiled", () => {
    assert.equal(installation.run(), "first part other\n");
    assert.equal(statSync(installation.archives).mode & 0o777, 0o700);
    assert.equal(statSync(installation.archive).mode & 0o777, 0o600);
    const archive = readArchive(installation.archive);
    const kept = [...(archive?.modules.keys() ?? [])].map((file) => file.replace(/.*node_modules\//, ""));
    assert.deepEqual(kept.sort(), ["other/index.js", "thing/lib/index.js", "thing/lib/part/index.js"]);
    const found = archive?.resolutions.get(installation.path("node_modules/thing/lib"));
    assert.deepEqual([...(found?.keys() ?? [])].sort(), ["./part", "other"]);
  });

  it("must be used again, and written anew only where something new was loaded", () => {
    installation.run();
    const before = readFileSync(installation.archive);
    const { ino } = statSync(installation.archive);
    assert.equal(installation.run(), "first part other\n");
    assert.equal(statSync(installation.archive).ino, ino);
    installation.write("main.js", "console.log(require('thing'), require('thing/lib/more'));");
    installation.write("node_modules/thing/lib/more.js", "module.exports = 'more';");
    assert.equal(installation.run(), "first part other more\n");
    assert.notDeepEqual(readFileSync(installation.archive), before);
    assert.equal(readArchive(installation.archive)?.modules.size, 4);
  });

  const changes: Record<string, [change: () => void, printed: string]> = {
    "a file of the same size, with the time that its package was packed at": [
      () => {
        const file = "node_modules/other/index.js";
        const { atime, mtime } = statSync(installation.path(file));
        installation.write(file, "module.exports = 'OTHER';");
        utimesSync(installation.path(file), atime, mtime);
      },
      "first part OTHER",
    ],
    "a package's main": [
      () => {
        installation.write("node_modules/thing/package.json", '{ "name": "thing", "main": "./lib/next.js" }');
        installation.write("node_modules/thing/lib/next.js", "module.exports = 'next';");
      },
      "next",
    ],
    "a file that comes before a folder": [
      () => installation.write("node_modules/thing/lib/part.js", "module.exports = 'nearer';"),
      "first nearer other",
    ],
    "a package that lies nearer": [
      () =>
        installation.write("node_modules/thing/node_modules/other/index.js", "module.exports = 'nearer';"),
      "first part nearer",
    ],
    "a package that is a link, and leads elsewhere": [
      () => {
        installation.write("elsewhere/index.js", "module.exports = 'linked';");
        rmSync(installation.path("node_modules/other"), { recursive: true });
        symlinkSync("../elsewhere", installation.path("node_modules/other"));
      },
      "first part linked",
    ],
  };
  for (const [what, [change, printed]] of Object.entries(changes)) {
    it(`must be read anew where this changed: ${what}`, () => {
      installation.run();
      change();
      assert.equal(installation.run(), `${printed}\n`);
      assert.equal(installation.run(), `${printed}\n`);
    });
  }

  it("must be missed where they are gone", () => {
    installation.run();
    rmSync(installation.path("node_modules/other"), { recursive: true });
    installation.write("main.js", "try { require('thing') } catch ({ code }) { console.log(code) }");
    assert.equal(installation.run(), "MODULE_NOT_FOUND\n");
  });

  const damages: Record<string, (file: string) => void> = {
    "changed in one byte": (file) => {
      const bytes = readFileSync(file);
      bytes[bytes.length - 40] = 0xff ^ (bytes.at(-40) ?? 0);
      writeFileSync(file, bytes);
    },
    "cut off": (file) => writeFileSync(file, readFileSync(file).subarray(0, 300)),
    empty: (file) => writeFileSync(file, ""),
    "something else": (file) => writeFileSync(file, "x".repeat(1000)),
    "readable by others": (file) => chmodSync(file, 0o644),
  };
  for (const [what, damage] of Object.entries(damages)) {
    it(`must be loaded as ever, and kept anew, where the archive is ${what}`, () => {
      installation.run();
      damage(installation.archive);
      assert.equal(readArchive(installation.archive), undefined);
      assert.equal(installation.run(), "first part other\n");
      assert.equal(readArchive(installation.archive)?.modules.size, 3);
    });
  }

  const places: Record<string, NodeJS.ProcessEnv> = {
    "a home that is not there": { HOME: "/proc/none", XDG_CACHE_HOME: undefined },
    "a cache in a file": { XDG_CACHE_HOME: __filename },
  };
  for (const [what, environment] of Object.entries(places)) {
    it(`must be loaded as ever with ${what}`, () => {
      assert.equal(installation.run(environment), "first part other\n");
    });
  }

  it("must be left alone where Node is told to cache nothing, or covers code", () => {
    for (const name of ["NODE_DISABLE_COMPILE_CACHE", "NODE_V8_COVERAGE"]) {
      assert.equal(installation.run({ [name]: installation.path("coverage") }), "first part other\n");
    }
    assert.equal(readdirSync(installation.folder).includes("cache"), false);
  });

  it("must not be kept by a process that failed", () => {
    installation.write("main.js", "require('thing'); process.exit(1);");
    assert.throws(() => installation.run());
    assert.deepEqual(readdirSync(installation.archives), []);
  });
});

describe("a module that is kept", () => {
  let installation: Installation;
  afterEach(() => installation.remove());

  /** What a module sees of itself, its first line and its second. */
  const curious = `const places = [new Error().stack.split("\\n")[1]];
places.push(new Error().stack.split("\\n")[1]);
const { main, cache, resolve, extensions } = require;
module.exports = {
  places, main: main === process.mainModule, cached: Object.keys(cache).length, paths: resolve.paths("x"),
  found: [resolve("other"), resolve("./data.json")], extensions: Object.keys(extensions),
  itself: [this === module.exports, __filename, __dirname, module.parent.filename, module.parent.children.length],
  data: require("./data.json"), text: (() => 1).toString(), missing: missing(),
};
function missing() { try { require("./none") } catch (error) { return [error.code, error.requireStack] } }
`;

  it("must see of itself what it always sees, now and the next time", () => {
    installation = new Installation({
      ...files,
      "main.js": `const seen = require("thing/curious");
        require("thing/importer").then((imported) => console.log(JSON.stringify({ ...seen, imported })));`,
      "node_modules/thing/curious.js": curious,
      "node_modules/thing/importer.js":
        'module.exports = import("other").then(({ default: other }) => other);',
      "node_modules/thing/data.json": '{ "a": 1 }',
    });
    const plainly = JSON.parse(installation.runPlainly()) as { cached: number };
    for (let time = 0; time < 2; time += 1) {
      const seen = JSON.parse(installation.run()) as typeof plainly;
      // What keeps them is loaded, too.
      assert.deepEqual({ ...seen, cached: 0 }, { ...plainly, cached: 0 });
    }
    assert.equal(readArchive(installation.archive)?.modules.size, 2);
  });

  it("must stay an ES module, an error of syntax, or JSON", () => {
    const tell = "catch ({ name, code }) { console.log(name, code) }";
    installation = new Installation({
      ...files,
      "main.js": ["thing/broken", "module", "thing/hashbang"]
        .map((name) => `try { console.log(typeof require("${name}")) } ${tell}`)
        .join("\n"),
      "node_modules/thing/broken.js": "const = 1;",
      "node_modules/thing/hashbang.js": "#!/usr/bin/env node\nmodule.exports = {};",
      "node_modules/module/package.json": '{ "type": "module", "exports": "./index.js" }',
      "node_modules/module/index.js": "export default 1;",
    });
    const plainly = installation.runPlainly();
    for (let time = 0; time < 2; time += 1) assert.equal(installation.run(), plainly);
  });
});
