import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the command needs of the package's own package.json. */
export interface Manifest {
  readonly version: string;
  readonly description: string;
}

/** One folder up in the repository, two in what is built of it. By the package's own name Node would search for long. */
const file = ["../package.json", "../../package.json"].map((up) => join(__dirname, up)).find(existsSync);

export const manifest = JSON.parse(readFileSync(file ?? "package.json", "utf8")) as Manifest;
