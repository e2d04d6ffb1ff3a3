import { passphraseFrom, type PassphraseSource } from "../../engine/secrets";
import { askFor, isInteractive } from "../questions";
import type { Terminal } from "../terminal";

/** Where there is somebody to ask, and where there is not. */
export type Surroundings = Terminal | Pick<Terminal, "env">;

/** The passphrase of the environment, else of the person at the terminal, who is asked once. */
export function passphraseOf(surroundings: Surroundings): PassphraseSource {
  const given = passphraseFrom(surroundings.env);
  if (!canAsk(surroundings)) return given;
  let asked: Promise<string> | undefined;
  return () => {
    asked ??= askFor("The passphrase of the stack's secrets (PULUMI_CONFIG_PASSPHRASE saves the question):", {
      terminal: surroundings,
      isSecret: true,
      otherwise: "",
    });
    return asked;
  };
}

function canAsk(surroundings: Surroundings): surroundings is Terminal {
  const { PULUMI_CONFIG_PASSPHRASE: passphrase, PULUMI_CONFIG_PASSPHRASE_FILE: file } = surroundings.env;
  if (passphrase !== undefined || file !== undefined) return false;
  return "stdin" in surroundings && isInteractive(surroundings);
}
