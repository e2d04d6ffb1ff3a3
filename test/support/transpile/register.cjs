// `--require` this to load TypeScript, types unchecked. What a file becomes is kept beside the installed packages: a run
// of the tests has hundreds of processes, and only the first one that loads a file transpiles it.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join, sep } = require("node:path");
const { install } = require("source-map-support");

const root = join(__dirname, "../../..");
const inPackages = `${sep}node_modules${sep}`;
const settings = readFileSync(join(root, "tsconfig.json"), "utf8");
const folder = join(
  root,
  "node_modules/.cache/moorage-transpiled",
  digest(settings, require("typescript/package.json").version, readFileSync(__filename, "utf8")).slice(0, 12),
);

/** Where the map of each loaded file lies. */
const maps = new Map();

function digest(...texts) {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(text).update("\0");
  return hash.digest("hex");
}

function transpiled(source, filename) {
  const kept = join(folder, `${digest(source)}.js`);
  maps.set(filename, `${kept}.map`);
  try {
    return readFileSync(kept, "utf8");
  } catch {
    return transpile(source, filename, kept);
  }
}

let options;

function transpile(source, fileName, kept) {
  const typescript = require("typescript");
  options ??= compilerOptions(typescript);
  const { outputText, sourceMapText, diagnostics } = typescript.transpileModule(source, {
    fileName,
    compilerOptions: options,
    reportDiagnostics: true,
  });
  const errors = diagnostics.filter(({ category }) => category === typescript.DiagnosticCategory.Error);
  if (errors.length > 0) {
    const host = {
      getCurrentDirectory: () => root,
      getCanonicalFileName: (name) => name,
      getNewLine: () => "\n",
    };
    throw new SyntaxError(typescript.formatDiagnostics(errors, host));
  }
  const code = outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
  mkdirSync(folder, { recursive: true });
  keep(`${kept}.map`, sourceMapText);
  keep(kept, code);
  return code;
}

function compilerOptions(typescript) {
  const { config } = typescript.parseConfigFileTextToJson("tsconfig.json", settings);
  const { options } = typescript.convertCompilerOptionsFromJson(config.compilerOptions, root);
  // A file may lie anywhere: tests copy some.
  return { ...options, sourceMap: true, declaration: false, rootDir: undefined, outDir: undefined };
}

/** Another process may do the same at the same moment, and none may read a half. */
function keep(path, text) {
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

const former = require.extensions[".ts"] ?? require.extensions[".js"];
require.extensions[".ts"] = (module, filename) => {
  if (filename.includes(inPackages)) return former(module, filename);
  module._compile(transpiled(readFileSync(filename, "utf8"), filename), filename);
};

install({
  environment: "node",
  handleUncaughtExceptions: false,
  retrieveSourceMap(filename) {
    const path = maps.get(filename);
    if (path === undefined) return null;
    const map = JSON.parse(readFileSync(path, "utf8"));
    // The same text in another place has the same map.
    return { url: filename, map: { ...map, sourceRoot: "", sources: [filename] } };
  },
});
