import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Keeps what is quick to read and slow to make, for one user. What cannot be read or kept is made again. */
export class JsonCache {
  private mayWrite = true;

  /** @param folder one that nobody else may write: what is kept is run. Undefined to keep nothing */
  constructor(private readonly folder: string | undefined) {}

  /** Undefined if there is none, or none that can be read. */
  read(name: string): unknown {
    if (this.folder === undefined) return undefined;
    try {
      return JSON.parse(readFileSync(pathOf(this.folder, name), "utf8"));
    } catch {
      return undefined;
    }
  }

  /** Others may write the same meanwhile: each sees a whole file. */
  write(name: string, content: unknown): void {
    if (this.folder === undefined || !this.mayWrite) return;
    const path = pathOf(this.folder, name);
    const fresh = `${path}.${process.pid}`;
    try {
      writeFileSync(fresh, JSON.stringify(content), { mode: 0o600 });
      renameSync(fresh, path);
    } catch {
      this.mayWrite = false;
      rmSync(fresh, { force: true });
    }
  }
}

function pathOf(folder: string, name: string): string {
  return join(folder, `${name}.json`);
}
