import { posix } from "node:path";
import { shell } from "../ssh/command";
import { quote } from "../ssh/quote";
import { fileNameOf } from "./files";
import type { Work } from "./machine";
import { STATE_DIRECTORY } from "./paths";

type Means = Pick<Work, "remote" | "signal">;

/** The file in which an owner notes the insecure registries that it has added to the engine's settings. */
export function recordOf(owner: string): string {
  return `${STATE_DIRECTORY}/insecure-registries/${fileNameOf(owner)}`;
}

/** The registries that the record has; none where there is no record. */
export async function readAdded(
  { remote, signal }: Means,
  record: string | undefined,
): Promise<readonly string[]> {
  if (record === undefined) return [];
  const script = `[ -e ${quote(record)} ] || exit 0; cat ${quote(record)}`;
  const { stdout } = await remote.run(shell(script, `reading ${record}`), { sudo: true, signal });
  return stdout.split("\n").filter((line) => line !== "");
}

/** Notes registries, one a line. Without any the record goes, and its folder when it is empty then. */
export async function writeAdded(
  { remote, signal }: Means,
  record: string | undefined,
  added: readonly string[],
): Promise<void> {
  if (record === undefined) return;
  const folder = posix.dirname(record);
  if (added.length > 0) {
    await remote.run(["mkdir", "-p", folder], { sudo: true, signal });
    const content = added.map((entry) => `${entry}\n`).join("");
    await remote.upload(record, content, { mode: 0o644, owner: "0:0", sudo: true, signal });
  } else {
    const script = `rm -f ${quote(record)}; rmdir ${quote(folder)} 2>/dev/null || true`;
    await remote.run(shell(script, `removing ${record}`), { sudo: true, signal });
  }
}
