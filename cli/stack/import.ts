import { stackSecrets } from "../../engine/stacks";
import { importStack } from "../../engine/transfer";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { readInput, readNamedFile } from "../input";
import type { Terminal } from "../terminal";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";

export interface ImportOptions extends StackOptions {
  readonly file?: string | undefined;
  readonly force?: boolean | undefined;
}

/** Puts an exported state in the place of a stack's. */
export async function importFrom(terminal: Terminal, options: ImportOptions): Promise<void> {
  const { file } = options;
  const workspace = await Workspace.open(options, terminal);
  const { backend, passphrase } = workspace;
  const stack = await workspace.stack(options.stack);
  if (file === undefined && terminal.stdin.isTTY === true) {
    throw new Failure("there is nothing to import: pipe an export in, or name its file by --file", {
      exitCode: EXIT.usage,
    });
  }
  const text = file === undefined ? await readInput(terminal.stdin) : await readNamedFile(file);
  const settings = await workspace.settings(stack);
  await importStack(backend, stack, text, {
    passphrase,
    location: file ?? "the standard input",
    force: options.force === true,
    secretsProvider: stackSecrets(settings, passphrase),
  });
  terminal.stdout.write("Import complete.\n");
}
