import { readFile } from "node:fs/promises";
import { EngineError } from "../errors";
import type { PassphraseSource } from "./passphrase";
import { MissingPassphraseError } from "./secrets-error";

/** The environment variables that give a passphrase. */
export interface PassphraseEnvironment {
  readonly PULUMI_CONFIG_PASSPHRASE?: string | undefined;
  readonly PULUMI_CONFIG_PASSPHRASE_FILE?: string | undefined;
}

/**
 * The passphrase as the CLI takes it: the variable, which may be empty, else the trimmed content of the file. Nobody
 * is asked.
 */
export function passphraseFrom(environment: PassphraseEnvironment): PassphraseSource {
  return async () => {
    const { PULUMI_CONFIG_PASSPHRASE: passphrase, PULUMI_CONFIG_PASSPHRASE_FILE: file } = environment;
    if (passphrase !== undefined) return passphrase;
    if (!file) throw new MissingPassphraseError();
    try {
      return (await readFile(file, "utf8")).trim();
    } catch (cause) {
      const problem = cause instanceof Error ? cause.message : String(cause);
      throw new EngineError(
        `the passphrase's file cannot be read (PULUMI_CONFIG_PASSPHRASE_FILE): ${problem}`,
        {
          cause,
        },
      );
    }
  };
}
