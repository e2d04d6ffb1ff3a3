import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ModuleFormat } from "./transpiler";

const formats = new Map<string, ModuleFormat>();

/** The module system of a TypeScript file: its ending says it, or `type` of the nearest package.json. */
export function formatOf(file: string): ModuleFormat {
  if (/\.mts$/.test(file)) return "module";
  if (/\.cts$/.test(file)) return "commonjs";
  return formatOfFolder(dirname(file));
}

function formatOfFolder(folder: string): ModuleFormat {
  const known = formats.get(folder);
  if (known !== undefined) return known;
  const manifest = join(folder, "package.json");
  const parent = dirname(folder);
  let format: ModuleFormat = "commonjs";
  if (existsSync(manifest)) {
    const { type } = JSON.parse(readFileSync(manifest, "utf8")) as { type?: string };
    format = type === "module" ? "module" : "commonjs";
  } else if (parent !== folder) {
    format = formatOfFolder(parent);
  }
  formats.set(folder, format);
  return format;
}
