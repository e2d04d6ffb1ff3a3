import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { confirm } from "../questions";
import type { Terminal } from "../terminal";
import { nearest } from "../text/nearest";
import { findSandboxes, withLocalEngine, type FoundSandbox } from "./sandboxes";

export interface RmOptions {
  readonly all?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

/** Throws sandboxes away with all that is on them. */
export async function rm(terminal: Terminal, names: readonly string[], options: RmOptions): Promise<void> {
  const { all = false, yes = false } = options;
  if (all === names.length > 0) {
    throw new Failure(
      all
        ? "--all means all: name none beside it"
        : "name the sandboxes, or say --all. `moorage sandbox ls` lists them",
      { exitCode: EXIT.usage },
    );
  }
  await withLocalEngine(terminal, async (engine) => {
    const found = await findSandboxes(engine);
    const meant = all ? found : names.map((name) => named(found, name));
    if (meant.length === 0) return void terminal.stderr.write("There are no sandboxes on this machine.\n");
    const list = meant.map(({ name, stack }) => `${name} (${stack})`).join(", ");
    const otherwise = `${list} would be thrown away with all that is on it: say --yes if that is meant`;
    if (!yes) await confirm(`Throw away ${list}, with all that is on it?`, { terminal, otherwise });
    for (const { id, name } of meant) {
      await engine.containers.remove(id, { volumes: true });
      terminal.stdout.write(`${name} is gone\n`);
    }
  });
}

function named(found: readonly FoundSandbox[], name: string): FoundSandbox {
  const sandbox = found.find((each) => each.name === name);
  if (sandbox !== undefined) return sandbox;
  const names = found.map((each) => each.name);
  throw new Failure(`there is no sandbox ${name} on this machine${nearest(name, names)}`);
}
