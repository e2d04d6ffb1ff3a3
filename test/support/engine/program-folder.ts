import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A project's folder that is thrown away, with this repository's packages. */
export interface ProgramFolder {
  readonly path: string;
  write(files: Readonly<Record<string, string | object>>): void;
  remove(): void;
}

/** Makes a folder with these files; objects are written as JSON. */
export function programFolder(files: Readonly<Record<string, string | object>>): ProgramFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "moorage-program-")));
  symlinkSync(join(__dirname, "../../../node_modules"), join(path, "node_modules"));
  const folder: ProgramFolder = {
    path,
    write(more) {
      for (const [name, content] of Object.entries(more)) {
        mkdirSync(dirname(join(path, name)), { recursive: true });
        writeFileSync(join(path, name), typeof content === "string" ? content : JSON.stringify(content));
      }
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
  folder.write(files);
  return folder;
}
