import assert from "node:assert/strict";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Compiler } from "../../../engine/program/compiler";
import { findEntryPoint } from "../../../engine/program/entry-point";
import { JsonCache } from "../../../engine/program/json-cache";
import { findSdkFolder } from "../../../engine/program/sdk";
import { Transpiler } from "../../../engine/program/transpiler";
import { programFolder, type ProgramFolder } from "../../support/engine/program-folder";
import { runInline, type InlineRun } from "../../support/engine/run-inline";

const thing = `
class Thing extends pulumi.CustomResource {
  constructor(name, args) { super("test:index:Thing", name, { value: undefined, ...args }); }
}`;
const typedThing = `
interface ThingArgs { value: pulumi.Input<string> }
export class Thing extends pulumi.CustomResource {
  readonly value!: pulumi.Output<string>;
  constructor(name: string, args: ThingArgs) { super("test:index:Thing", name, { ...args }); }
}`;

interface Kind {
  readonly what: string;
  readonly files: Readonly<Record<string, string | object>>;
}

const kinds: Kind[] = [
  {
    what: "CommonJS",
    files: {
      "package.json": { main: "main.js" },
      "lib.js": `const pulumi = require("@pulumi/pulumi"); ${thing} exports.first = new Thing("first", { value: "a" });`,
      "main.js": `const { first } = require("./lib"); exports.answer = first.value;`,
    },
  },
  {
    what: "TypeScript",
    files: {
      "tsconfig.json": `{ // the fields of classes would overwrite what the SDK sets
        "compilerOptions": { "target": "ES2022", "strict": true, } }`,
      "thing.ts": `import * as pulumi from "@pulumi/pulumi"; ${typedThing}`,
      "index.ts": `import { Thing } from "./thing";
        export const answer = new Thing("first", { value: "a" }).value;`,
    },
  },
  {
    what: "an ES module",
    files: {
      "package.json": { type: "module" },
      "lib.js": `import * as pulumi from "@pulumi/pulumi"; ${thing} export const first = new Thing("first", { value: "a" });`,
      "index.js": `import { first } from "./lib.js"; export const answer = first.value;`,
    },
  },
  {
    what: "an ES module in TypeScript",
    files: {
      "package.json": { type: "module" },
      "thing.ts": `import * as pulumi from "@pulumi/pulumi"; ${typedThing}`,
      "index.ts": `import { Thing } from "./thing.js";
        export default async () => ({ answer: new Thing("first", { value: "a" as string }).value });`,
    },
  },
];

describe("a project's program", () => {
  const folders: ProgramFolder[] = [];
  after(() => {
    for (const folder of folders) folder.remove();
  });

  function folderWith(files: Kind["files"]): ProgramFolder {
    const folder = programFolder(files);
    folders.push(folder);
    return folder;
  }

  function run(folder: ProgramFolder): InlineRun {
    const entry = findEntryPoint({ folder: folder.path }, () => {});
    const cache = new JsonCache(join(folder.path, ".cache"));
    const compiler = new Compiler(folder.path, findSdkFolder(folder.path));
    const transpiler = new Transpiler(compiler, join(folder.path, "tsconfig.json"), cache);
    return runInline({ entry, transpiler });
  }

  function names({ registrar }: InlineRun): string[] {
    return registrar.goals.map(({ name }) => name);
  }

  for (const { what, files } of kinds) {
    it(`must run in each of two runs if it is ${what}`, async () => {
      const folder = folderWith(files);
      for (const time of ["first", "second"]) {
        const program = run(folder);
        await program.ended;
        assert.deepEqual(names(program), ["shop-dev", "first"], `in the ${time} run`);
        assert.deepEqual([...program.registrar.outputs.values()], [{ answer: "a" }]);
      }
    });
  }

  it("must be read anew if it changed, and be transpiled once if it did not", async () => {
    const folder = folderWith({ "index.ts": `export const answer: number = 1;` });
    const cache = join(folder.path, ".cache");
    mkdirSync(cache);
    const outputs = async (): Promise<unknown> => {
      const program = run(folder);
      await program.ended;
      return [...program.registrar.outputs.values()];
    };
    assert.deepEqual(await outputs(), [{ answer: 1 }]);
    const kept = readdirSync(cache);
    assert.deepEqual(await outputs(), [{ answer: 1 }]);
    assert.deepEqual(readdirSync(cache), kept);
    folder.write({ "index.ts": `export const answer: number = 2;` });
    assert.deepEqual(await outputs(), [{ answer: 2 }]);
  });

  it("must name the place of a syntax error", async () => {
    const program = run(folderWith({ "index.ts": `export const = 1;` }));
    await assert.rejects(program.ended, /^ProgramError: index\.ts\(1,14\): error TS1134[^/]*$/);
  });

  for (const type of ["commonjs", "module"]) {
    it(`must name the place of an error in its source, and nothing of what runs it, in a ${type}`, async () => {
      const folder = folderWith({
        "package.json": { type },
        "index.ts": `interface Wide { a: string }
interface High { b: string }
export const wide = (): Wide => { throw new Error("boom"); };
wide();`,
      });
      await assert.rejects(run(folder).ended, (error: Error) => {
        const places = error.message
          .replaceAll(`${folder.path}/`, "")
          .replaceAll(/at \S+ \((.*)\)/g, "at $1");
        const [what, thrown, called, ...more] = places.split("\n");
        assert.deepEqual([what, thrown?.trim()], ["Error: boom", "at index.ts:3:41"]);
        assert.match(called ?? "", / index\.ts:4:\d$/);
        assert.deepEqual(more, []);
        return true;
      });
    });
  }

  it("must tell that there is none", () => {
    const folder = folderWith({ "package.json": {} });
    assert.throws(() => findEntryPoint({ folder: folder.path }, () => {}), /there is no program in/);
    assert.throws(
      () => findEntryPoint({ folder: folder.path, main: "lost" }, () => {}),
      /main in Pulumi\.yaml is "lost"/,
    );
  });

  it("must have its places in the state as they are in the source", async () => {
    const program = run(
      folderWith({
        "index.ts": `import * as pulumi from "@pulumi/pulumi";
interface Wide { a: string; b: string }

class Group extends pulumi.ComponentResource {
  constructor(name: string) { super("test:index:Group", name); }
}
new Group("group");
`,
      }),
    );
    await program.ended;
    const group = program.registrar.goals.find(({ name }) => name === "group");
    assert.match(group?.sourcePosition ?? "", /^project:\/\/\/index\.ts#7,1$/);
  });
});
