import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the fake plugin "has on its hosts": a file each, so that a test sees and changes it as it likes. */
export class Objects {
  constructor(private readonly folder: string) {}

  read(name: string): Record<string, unknown> | undefined {
    const path = this.path(name);
    return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>) : undefined;
  }

  write(name: string, values: Readonly<Record<string, unknown>>): void {
    writeFileSync(this.path(name), JSON.stringify(values));
  }

  remove(name: string): void {
    rmSync(this.path(name), { force: true });
  }

  private path(name: string): string {
    return join(this.folder, `${name}.json`);
  }
}
