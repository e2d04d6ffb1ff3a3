import * as fs from "node:fs";
import { dirname } from "node:path";

/** The calls by which files are saved; a test puts faults in. */
export type SavingCalls = Pick<typeof fs.promises, "link" | "mkdir" | "open" | "rename" | "rm">;

/** The name of the file that becomes the other one; the CLI's own pattern, which it does not take for a stack. */
export function temporaryPath(path: string): string {
  return `${path}.${process.hrtime.bigint().toString(16)}.tmp`;
}

/** Whether a file of this name is one that was to become the named one. */
export function isTemporary(name: string, base: string): boolean {
  return name.startsWith(`${base}.`) && /^[0-9a-f]+\.tmp$/.test(name.slice(base.length + 1));
}

/**
 * Puts a file in the place of the one before: whatever happens, the power going too, the one or the other is there,
 * whole.
 */
export async function writeAtomically(
  path: string,
  parts: readonly Buffer[],
  calls: SavingCalls = fs.promises,
  temporary: string = temporaryPath(path),
): Promise<void> {
  try {
    const file = await calls.open(temporary, "wx");
    try {
      await file.writeFile(Buffer.concat(parts));
      await file.sync();
    } finally {
      await file.close();
    }
    await calls.rename(temporary, path);
  } catch (cause) {
    await calls.rm(temporary, { force: true });
    throw cause;
  }
  await syncFolder(dirname(path), calls);
}

/** The same for a process that is about to exit. */
export function writeAtomicallySync(path: string, parts: readonly Buffer[]): void {
  const temporary = temporaryPath(path);
  const file = fs.openSync(temporary, "wx");
  try {
    fs.writeFileSync(file, Buffer.concat(parts));
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
  fs.renameSync(temporary, path);
  const folder = fs.openSync(dirname(path), "r");
  fs.fsyncSync(folder);
  fs.closeSync(folder);
}

/** Makes what was renamed in a folder outlive the power. */
export async function syncFolder(folder: string, calls: SavingCalls): Promise<void> {
  const handle = await calls.open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
