import { openBackend, parseStackReference, type UpdateConfigValue } from "../backend";
import {
  readProject,
  stackConfig,
  StackSettings,
  writeConfigValue,
  type ConfigValue,
  type Project,
} from "../project";
import {
  PassphraseProvider,
  passphraseFrom,
  SecretsError,
  UnsupportedSecretsProviderError,
  type PassphraseSource,
  type SecretsProvider,
} from "../secrets";
import type { OperationTarget, StackConfiguration } from "./operation";

/** Where a stack is found. */
export interface StackLocation {
  /** The folder of Pulumi.yaml, or one below it. */
  readonly folder: string;
  /** `<stack>`, or `organization/<project>/<stack>`. */
  readonly stack: string;
  /** @default the project's, or what `pulumi login` chose */
  readonly backendUrl?: string | undefined;
  /** @default PULUMI_CONFIG_PASSPHRASE, or the file that PULUMI_CONFIG_PASSPHRASE_FILE names */
  readonly passphrase?: PassphraseSource | undefined;
  /** @default the process's own */
  readonly environment?: NodeJS.ProcessEnv | undefined;
}

/**
 * Reads all that an operation on a stack needs: Pulumi.yaml, the stack's settings and configuration. Nothing is
 * written, and the stack is not locked.
 *
 * @throws NoProjectError, ProjectError, ConfigError, SecretsError, BackendError, InvalidStackNameError
 * @example const target = await openStack({ folder: ".", stack: "dev" });
 */
export async function openStack(location: StackLocation): Promise<OperationTarget> {
  const environment = location.environment ?? process.env;
  const project = await readProject(location.folder);
  const stack = parseStackReference(location.stack, project.name);
  const settings = await StackSettings.read(project, stack.name);
  const passphrase = location.passphrase ?? passphraseFrom(environment);
  const secretsProvider = secretsOf(settings, passphrase);
  const [backend, configuration] = await Promise.all([
    openBackend({ url: location.backendUrl, projectUrl: project.backendUrl, environment }),
    readConfiguration(project, stack.name, settings, secretsProvider),
  ]);
  return {
    backend,
    stack,
    project: {
      name: project.name,
      folder: project.directory,
      main: project.main,
      runtimeOptions: project.runtime.options,
      refresh: project.refreshAlways,
      plugins: project.providerPlugins,
    },
    configuration,
    secretsProvider,
    keepSalt: async (salt) => {
      settings.encryptionSalt = salt;
      await settings.save();
    },
    passphrase,
  };
}

function secretsOf(settings: StackSettings, passphrase: PassphraseSource): SecretsProvider | undefined {
  const named = settings.secretsProvider;
  if (named !== undefined && named !== "passphrase") throw new UnsupportedSecretsProviderError(named);
  const salt = settings.encryptionSalt;
  return salt === undefined ? undefined : new PassphraseProvider(salt, passphrase);
}

async function readConfiguration(
  project: Project,
  stack: string,
  settings: StackSettings,
  provider: SecretsProvider | undefined,
): Promise<StackConfiguration> {
  const { values, secretKeys, encrypted } = await stackConfig(project, stack, settings, async () => {
    if (provider !== undefined) return provider.unlock();
    throw new SecretsError(
      `${settings.file} has secrets and no encryptionsalt, without which no passphrase opens them: ` +
        "restore it from a backup, or set the secrets anew",
    );
  });
  const recorded = Object.entries(encrypted).map(([key, value]) => [key, toRecorded(value)]);
  return { values, secretKeys, recorded: Object.fromEntries(recorded) as StackConfiguration["recorded"] };
}

/** A value as the history keeps it: a text, a ciphertext, or an object. */
function toRecorded(value: ConfigValue): UpdateConfigValue {
  const written = writeConfigValue(value);
  if (typeof written === "object" && written !== null) return written;
  return typeof written === "string" ? written : JSON.stringify(written);
}
