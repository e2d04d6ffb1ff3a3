import { fullStackName, type StackReference } from "../../engine/backend";
import { MissingPassphraseError } from "../../engine/secrets";
import { createStack, NoStackChosenError } from "../../engine/stacks";
import type { Home } from "../../sdk/automation/home";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { askFor, confirm, isInteractive } from "../questions";
import type { Terminal } from "../terminal";
import type { StackOptions } from "../workspace/options";
import { Workspace } from "../workspace/workspace";

/** The stack that an operation is about, as the automation API is told of it. */
export interface Place {
  readonly workspace: Workspace;
  readonly stack: StackReference;
  /** Its full name. */
  readonly name: string;
  readonly home: Home;
}

/** Finds the stack; where there is none, and somebody who can be asked, one is made. */
export async function findPlace(options: StackOptions, terminal: Terminal): Promise<Place> {
  const workspace = await Workspace.open(options, terminal);
  const stack = await workspace.stack(options.stack).catch((error: unknown) => {
    if (!isInteractive(terminal)) throw error;
    return offerStack(workspace, options.stack, error, terminal);
  });
  const home = { workDir: workspace.project.directory, envVars: await variables(workspace, terminal) };
  return { workspace, stack, name: fullStackName(stack), home };
}

async function offerStack(
  workspace: Workspace,
  named: string | undefined,
  error: unknown,
  terminal: Terminal,
): Promise<StackReference> {
  const otherwise = "make the stack first: moorage stack init <name>";
  if (named !== undefined && error instanceof Failure && error.exitCode === EXIT.noStack) {
    await confirm(`${error.message}. Make it?`, { terminal, otherwise });
    return createStack(workspace, named);
  }
  if (!(error instanceof NoStackChosenError) || error.stacks.length > 0) throw error;
  const question = `${workspace.project.name} has no stack yet. What shall the first one be called?`;
  return createStack(workspace, await askFor(question, { terminal, otherwise }));
}

/** What of the environment is not the process's own, and the passphrase that was typed. */
async function variables(workspace: Workspace, { env }: Terminal): Promise<Record<string, string>> {
  const own = Object.entries(env).filter(
    ([name, value]) => value !== undefined && process.env[name] !== value,
  );
  const typed = env["PULUMI_CONFIG_PASSPHRASE"] ?? env["PULUMI_CONFIG_PASSPHRASE_FILE"];
  const passphrase = typed === undefined ? await typedPassphrase(workspace) : {};
  return { ...(Object.fromEntries(own) as Record<string, string>), ...passphrase };
}

/** Where nobody can be asked, whatever needs it says so itself. */
async function typedPassphrase({ passphrase }: Workspace): Promise<Record<string, string>> {
  try {
    return { PULUMI_CONFIG_PASSPHRASE: await passphrase() };
  } catch (error) {
    if (error instanceof MissingPassphraseError) return {};
    throw error;
  }
}
