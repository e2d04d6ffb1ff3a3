import { writeFile } from "node:fs/promises";
import { readNamedFile } from "../input";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import type { Terminal } from "../terminal";
import type { OperationFlags } from "./flags";
import { fileImports, namedImport, type ImportFlags } from "./import-specs";
import { keepSecrets } from "./keep-secrets";
import { perform } from "./perform";

/** Imports what the command line or its file names, and writes its code. @returns the exit code */
export async function performImport(
  terminal: Terminal,
  named: readonly (string | undefined)[],
  flags: ImportFlags & OperationFlags,
): Promise<number> {
  const { file, generateCode = true, out, protect } = flags;
  const asked =
    file === undefined ? namedImport(named, flags) : fileImports(await readNamedFile(file), file, flags);
  if (out !== undefined && !generateCode) {
    throw new Failure("--out is the file of the code, and --generate-code=false wants none", {
      exitCode: EXIT.usage,
    });
  }
  const isWanted = generateCode && (flags.json !== true || out !== undefined);
  const request = { terminal, kind: "import", flags, engine: { ...asked, generateCode: isWanted } } as const;
  // Found out before anything is imported.
  if (out !== undefined && flags.previewOnly !== true) await writeCode(out, "", "a");
  return perform(request, async ({ code }, place) => {
    if (code === undefined) return;
    await keepSecrets(place, code.secrets, terminal);
    if (out === undefined) terminal.stdout.write(`\n${advice(protect)}\n${code.text}`);
    else {
      await writeCode(out, code.text);
      terminal.stdout.write(`The code is in ${out}: make it a part of the program.\n`);
    }
  });
}

function advice(isProtected: boolean): string {
  const protection = isProtected
    ? "They are protected: `protect` has to go before they can be deleted.\n"
    : "";
  return `Make this a part of the program, or the next update deletes what was imported.\n${protection}`;
}

async function writeCode(file: string, text: string, flag?: "a"): Promise<void> {
  try {
    await writeFile(file, text, { flag });
  } catch (cause) {
    throw new Failure(`the code cannot be written: ${(cause as Error).message}`, { cause });
  }
}
