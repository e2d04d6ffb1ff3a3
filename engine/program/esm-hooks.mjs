/**
 * Node's hooks for ES modules, which run on a thread of their own: a program's modules are evaluated anew in each run,
 * and its TypeScript is asked of the engine's thread.
 */
import { existsSync } from "node:fs";
import { fileURLToPath, URL } from "node:url";

/** The query that tells runs apart: a URL is evaluated once. */
const runParameter = "moorage-run";

/** @type {import("node:worker_threads").MessagePort} */
let engine;
/** @type {Map<number, (answer: { code: string, format: string } | { error: string }) => void>} */
const waiting = new Map();
let asked = 0;

/** @param {{ port: import("node:worker_threads").MessagePort }} data */
export function initialize({ port }) {
  engine = port;
  engine.on("message", ({ id, ...answer }) => {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
}

/** @type {import("node:module").ResolveHook} */
export async function resolve(specifier, context, next) {
  const run = runOf(context.parentURL);
  if (run === null) return next(specifier, context);
  const resolved = await next(typescriptOf(specifier, context.parentURL ?? ""), context);
  if (!isOfProgram(resolved.url)) return resolved;
  const url = new URL(resolved.url);
  url.searchParams.set(runParameter, run);
  return { ...resolved, url: url.href };
}

/** @type {import("node:module").LoadHook} */
export async function load(url, context, next) {
  const run = runOf(url);
  if (run === null || !/\.[cm]?tsx?$/.test(new URL(url).pathname)) return next(url, context);
  const answer = await ask(run, fileURLToPath(url));
  if ("error" in answer) throw new SyntaxError(answer.error);
  return { format: answer.format, source: answer.code, shortCircuit: true };
}

/** @param {string | undefined} url */
function runOf(url) {
  return url?.startsWith("file:") ? new URL(url).searchParams.get(runParameter) : null;
}

/** Installed packages belong to the process. */
function isOfProgram(url) {
  return url.startsWith("file:") && !url.includes("/node_modules/");
}

/** As TypeScript has it, a program says `./x.js` and means `./x.ts`. */
function typescriptOf(specifier, parent) {
  const [, stem, kind] = /^(\.{1,2}\/.*)\.([cm]?)js$/.exec(specifier) ?? [];
  if (stem === undefined || existsSync(fileURLToPath(new URL(specifier, parent)))) return specifier;
  const found = [`${stem}.${kind}ts`, `${stem}.tsx`].find((path) =>
    existsSync(fileURLToPath(new URL(path, parent))),
  );
  return found ?? specifier;
}

function ask(run, file) {
  const id = asked++;
  return new Promise((answered) => {
    waiting.set(id, answered);
    engine.postMessage({ id, run, file });
  });
}
