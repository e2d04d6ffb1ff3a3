import { passphraseFrom, type PassphraseSource } from "../../engine/secrets";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { askFor, isInteractive } from "../questions";
import type { Terminal } from "../terminal";

/** Where there is somebody to ask, and where there is not. */
export type Surroundings = Terminal | Pick<Terminal, "env">;

/** The passphrase of the environment, else of the person at the terminal, who is asked once. */
export function passphraseOf(surroundings: Surroundings): PassphraseSource {
  const given = passphraseFrom(surroundings.env);
  if (!canAsk(surroundings)) return given;
  let asked: Promise<string> | undefined;
  return (isNew = false) => {
    asked ??= isNew ? newPassphrase(surroundings) : knownPassphrase(surroundings);
    return asked;
  };
}

const SAVED = "(PULUMI_CONFIG_PASSPHRASE saves the question)";

function knownPassphrase(terminal: Terminal): Promise<string> {
  return ask(`The passphrase of the stack's secrets ${SAVED}:`, terminal);
}

/** What is mistyped here opens nothing later, so it is typed twice. */
async function newPassphrase(terminal: Terminal): Promise<string> {
  const chosen = await ask(`Choose a passphrase for the stack's secrets ${SAVED}:`, terminal);
  if (chosen === (await ask("Once more:", terminal))) return chosen;
  throw new Failure("these were two different passphrases: nothing was done", { exitCode: EXIT.passphrase });
}

function ask(question: string, terminal: Terminal): Promise<string> {
  return askFor(question, { terminal, isSecret: true, otherwise: "" });
}

function canAsk(surroundings: Surroundings): surroundings is Terminal {
  const { PULUMI_CONFIG_PASSPHRASE: passphrase, PULUMI_CONFIG_PASSPHRASE_FILE: file } = surroundings.env;
  if (passphrase !== undefined || file !== undefined) return false;
  return "stdin" in surroundings && isInteractive(surroundings);
}
