import { register } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { formatOf } from "./module-format";
import type { Transpiler } from "./transpiler";

/** `import()` that no compiler turns into `require`. */
const importModule = new Function("url", "return import(url)") as (
  url: string,
) => Promise<Record<string, unknown>>;

const transpilers = new Map<string, Transpiler>();
let runs = 0;
let port: MessagePort | undefined;

/** Imports a program's entry, and evaluates it and all of its own modules anew. */
export function importAnew(
  path: string,
  transpiler: Transpiler | undefined,
): Promise<Record<string, unknown>> {
  const run = String(++runs);
  const url = pathToFileURL(path).href;
  // The first JavaScript program of a process needs no hooks, whose thread takes its time to start.
  if (port === undefined && runs === 1 && !/\.[cm]?tsx?$/.test(path)) return importModule(url);
  if (transpiler !== undefined) transpilers.set(run, transpiler);
  port ??= registerHooks();
  return importModule(`${url}?moorage-run=${run}`);
}

function registerHooks(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.on("message", ({ id, run, file }: { id: number; run: string; file: string }) => {
    port1.postMessage({ id, ...answer(run, file) });
  });
  // Waiting for questions keeps no process alive: who imports does.
  port1.unref();
  register(pathToFileURL(join(__dirname, "esm-hooks.mjs")), {
    data: { port: port2 },
    transferList: [port2],
  });
  return port1;
}

function answer(run: string, file: string): { code: string; format: string } | { error: string } {
  const transpiler = transpilers.get(run);
  if (transpiler === undefined)
    return { error: `${file} is TypeScript, which Pulumi.yaml's runtime options turn off` };
  try {
    const format = formatOf(file);
    return { code: transpiler.transpile(file, format), format };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
