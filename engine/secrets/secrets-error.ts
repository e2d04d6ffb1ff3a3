import { EngineError } from "../errors";

/** A secret cannot be encrypted or decrypted. */
export class SecretsError extends EngineError {
  override readonly name: string = "SecretsError";
}

/** The passphrase is not the one that the stack's secrets were encrypted with. */
export class WrongPassphraseError extends SecretsError {
  override readonly name = "WrongPassphraseError";

  constructor() {
    super(
      "incorrect passphrase: set PULUMI_CONFIG_PASSPHRASE, or the file that PULUMI_CONFIG_PASSPHRASE_FILE names, " +
        "to the passphrase that the stack's secrets were encrypted with",
    );
  }
}

/** There is no passphrase, and the engine asks nobody. */
export class MissingPassphraseError extends SecretsError {
  override readonly name = "MissingPassphraseError";

  constructor() {
    super(
      "there is no passphrase for the stack's secrets: " +
        "set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it",
    );
  }
}

/** The stack's secrets are kept by a provider that the embedded engine does not have. */
export class UnsupportedSecretsProviderError extends SecretsError {
  override readonly name = "UnsupportedSecretsProviderError";

  constructor(readonly type: string) {
    super(
      `the stack's secrets provider is ${JSON.stringify(type)}, which the embedded engine does not have: ` +
        "it knows passphrase. Change it with `pulumi stack change-secrets-provider passphrase`",
    );
  }
}
