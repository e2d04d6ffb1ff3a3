import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Keeps what is quick to read and slow to make, for one user. What cannot be read or kept is made again. */
export class JsonCache {
  private mayWrite = true;

  constructor(private readonly folder: string) {}

  /** Undefined if there is none, or none that can be read. */
  read(name: string): unknown {
    try {
      return JSON.parse(readFileSync(this.path(name), "utf8"));
    } catch {
      return undefined;
    }
  }

  /** Others may write the same meanwhile: each sees a whole file. */
  write(name: string, content: unknown): void {
    if (!this.mayWrite) return;
    const path = this.path(name);
    const fresh = `${path}.${process.pid}`;
    try {
      // What is kept here is run as the user's own program: nobody else may write it.
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      writeFileSync(fresh, JSON.stringify(content), { mode: 0o600 });
      renameSync(fresh, path);
    } catch {
      this.mayWrite = false;
      rmSync(fresh, { force: true });
    }
  }

  private path(name: string): string {
    return join(this.folder, `${name}.json`);
  }
}
