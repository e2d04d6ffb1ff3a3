import { parseStackReference, type UpdateConfigValue } from "../backend";
import { stackConfig, StackSettings, writeConfigValue, type ConfigValue, type Project } from "../project";
import { SecretsError, type Crypter, type SecretsProvider } from "../secrets";
import { openProject, stackSecrets, type ProjectLocation } from "../stacks";
import type { OperationTarget, StackConfiguration } from "./operation";
import { warmUp } from "./warm-up";

/** Where a stack is found. */
export interface StackLocation extends ProjectLocation {
  /** `<stack>`, or `organization/<project>/<stack>`. */
  readonly stack: string;
  /** The command that the user has, for messages: `<command> config set`. @default "pulumi" */
  readonly command?: string | undefined;
  /** Its program is to be run in this process: what that takes is loaded meanwhile. @default false */
  readonly runsProgram?: boolean | undefined;
}

/**
 * Reads all that an operation on a stack needs: Pulumi.yaml, the stack's settings and configuration. Nothing is
 * written, and the stack is not locked.
 *
 * @throws NoProjectError, ProjectError, ConfigError, SecretsError, BackendError, InvalidStackNameError
 * @example const target = await openStack({ folder: ".", stack: "dev" });
 */
export async function openStack(location: StackLocation): Promise<OperationTarget> {
  const { backend, passphrase, project } = await openProject(location);
  const stack = parseStackReference(location.stack, project.name);
  const settings = await StackSettings.read(project, stack.name);
  const secretsProvider = stackSecrets(settings, passphrase);
  const { command = "pulumi" } = location;
  const [configuration] = await Promise.all([
    readConfiguration(project, stack.name, settings, secretsProvider, command),
    location.runsProgram === true && warmUp({ folder: project.directory, main: project.main }),
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
    command,
  };
}

async function readConfiguration(
  project: Project,
  stack: string,
  settings: StackSettings,
  provider: SecretsProvider | undefined,
  command: string,
): Promise<StackConfiguration> {
  const unlock = async (): Promise<Crypter> => {
    if (provider !== undefined) return provider.unlock();
    throw new SecretsError(
      `${settings.file} has secrets and no encryptionsalt, without which no passphrase opens them: ` +
        "restore it from a backup, or set the secrets anew",
    );
  };
  const { values, secretKeys, encrypted } = await stackConfig(project, stack, settings, unlock, command);
  const recorded = Object.entries(encrypted).map(([key, value]) => [key, toRecorded(value)]);
  return { values, secretKeys, recorded: Object.fromEntries(recorded) as StackConfiguration["recorded"] };
}

/** A value as the history keeps it: a text, a ciphertext, or an object. */
function toRecorded(value: ConfigValue): UpdateConfigValue {
  const written = writeConfigValue(value);
  if (typeof written === "object" && written !== null) return written;
  return typeof written === "string" ? written : JSON.stringify(written);
}
