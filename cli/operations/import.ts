import { readNamedFile } from "../input";
import type { Terminal } from "../terminal";
import type { OperationFlags } from "./flags";
import { fileImports, namedImport, type ImportFlags } from "./import-specs";
import { perform } from "./perform";

/** Imports what the command line or its file names. @returns the exit code */
export async function performImport(
  terminal: Terminal,
  named: readonly (string | undefined)[],
  flags: ImportFlags & OperationFlags,
): Promise<number> {
  const { file } = flags;
  const imports =
    file === undefined ? [namedImport(named, flags)] : fileImports(await readNamedFile(file), file, flags);
  return perform({ terminal, kind: "import", flags, engine: { imports } });
}
