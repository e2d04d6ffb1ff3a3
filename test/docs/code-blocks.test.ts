import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import * as ts from "typescript";
import { parse } from "yaml";
import { codeBlocks, type CodeBlock } from "../support/markdown";

const repository = join(__dirname, "../..");

/** What a block takes as said before it: names that it uses and does not declare. */
const context: Readonly<Record<string, string>> = {
  web: "moorage.Host",
  store: "moorage.Host",
  web1: "moorage.Host",
  web2: "moorage.Host",
  host: "moorage.Host",
  builder: "moorage.Host",
  app: "moorage.Image",
  image: "moorage.Image",
  hub: "moorage.Registry",
  config: "pulumi.Config",
};

describe("The code blocks of the documents", () => {
  let blocks: readonly CodeBlock[];
  before(async () => {
    const documents = (await readdir(join(repository, "docs"), { recursive: true })).map((path) =>
      join("docs", path),
    );
    const files = ["README.md", "CONTRIBUTING.md", ...documents].filter((path) => path.endsWith(".md"));
    blocks = (await Promise.all(files.map((file) => codeBlocks(join(repository, file))))).flat();
  });

  it("must be in a language that a test reads", () => {
    const read = ["ts", "yaml", "sh", ""];
    assert.deepEqual(
      blocks.filter(({ language }) => !read.includes(language)).map(({ place }) => place),
      [],
    );
  });

  it("must have the right types where they are TypeScript", () => {
    assert.deepEqual(typeErrors(blocks.filter(({ language }) => language === "ts")), []);
  });

  it("must be well formed where they are YAML", () => {
    for (const { text } of blocks.filter(({ language }) => language === "yaml")) parse(text);
  });

  it("must hold a command line in the README only, where all of them are run", () => {
    const elsewhere = blocks.filter(
      ({ language, place }) => language === "sh" && !/(README|CONTRIBUTING)\.md:/.test(place),
    );
    assert.deepEqual(
      elsewhere.map(({ place }) => place),
      [],
    );
  });
});

/** Each block is compiled as a module of its own. */
function typeErrors(blocks: readonly CodeBlock[]): string[] {
  const modules = new Map(
    blocks.map((block, index) => [
      join(repository, `examples/block-${index}.ts`),
      { block, text: whole(block) },
    ]),
  );
  const { config } = ts.readConfigFile(join(repository, "tsconfig.json"), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(
    config,
    { ...ts.sys, readDirectory: () => [] },
    repository,
  );
  const settings: ts.CompilerOptions = { ...options, noEmit: true, noUnusedLocals: false };
  const host = ts.createCompilerHost(settings);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => modules.has(path) || fileExists(path);
  host.readFile = (path) => modules.get(path)?.text ?? readFile(path);
  host.getSourceFile = (path, target, ...more) => {
    const text = modules.get(path)?.text;
    return text === undefined
      ? getSourceFile(path, target, ...more)
      : ts.createSourceFile(path, text, target);
  };
  const program = ts.createProgram([...modules.keys()], settings, host);
  return [...modules].flatMap(([path, { block }]) => {
    const file = program.getSourceFile(path);
    return ts.getPreEmitDiagnostics(program, file).map(({ messageText }) => {
      const message = ts.flattenDiagnosticMessageText(messageText, "\n");
      return `${relative(repository, block.place)}: ${message}`;
    });
  });
}

/** The block with what it takes for granted. It stays in one line, so that the block's own begin at the second. */
function whole({ text }: CodeBlock): string {
  const imports = ["moorage", "@pulumi/pulumi", "node:fs"].map((name) => {
    const local = name.replace(/.*[/:]/, "");
    return text.includes(`import * as ${local} `) ? "" : `import * as ${local} from "${name}";`;
  });
  const names = Object.entries(context).map(([name, type]) =>
    new RegExp(`\\b(const|let) ${name}\\b`).test(text) ? "" : `declare const ${name}: ${type};`,
  );
  return [...imports, ...names, "export {};", `\n${text}`].join(" ");
}
