import { setImmediate as nextTurn } from "node:timers/promises";
import { parseStackReference, type UpdateConfigValue } from "../backend";
import {
  plainConfig,
  ProjectError,
  stackConfig,
  StackSettings,
  writeConfigValue,
  type ConfigValue,
  type Project,
} from "../project";
import { unmetRequirement } from "../pulumi-version";
import { SecretsError, type Crypter, type SecretsProvider } from "../secrets";
import type { SealedSnapshot } from "../state";
import { openProject, stackSecrets, type ProjectLocation } from "../stacks";
import type { OperationTarget, StackConfiguration, UpcomingOperation } from "./operation";
import type { EarlyReads } from "./early-reads";
import { readSealed, type StatePlace } from "./stack-state";
import { earlyReadsModule, warmUp } from "./warm-up";

/** Where a stack is found. */
export interface StackLocation extends ProjectLocation {
  /** `<stack>`, or `organization/<project>/<stack>`. */
  readonly stack: string;
  /** The command that the user has, for messages: `<command> config set`. @default "pulumi" */
  readonly command?: string | undefined;
  /** Its program is to be run in this process: what that takes is loaded meanwhile. @default false */
  readonly runsProgram?: boolean | undefined;
  /** Packages that the program probably uses, which are loaded with that. @default none */
  readonly packages?: readonly string[] | undefined;
  /** What is about to be done to it: the providers in this process hear at once what they will be asked to read. */
  readonly upcoming?: UpcomingOperation | undefined;
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
  requireVersion(project);
  const stack = parseStackReference(location.stack, project.name);
  const settings = await StackSettings.read(project, stack.name);
  const secretsProvider = stackSecrets(settings, passphrase);
  const { command = "pulumi" } = location;
  const reading = readConfiguration(project, stack.name, settings, secretsProvider, command);
  reading.catch(() => undefined);
  // The derivation of its key begins before anything is loaded.
  await nextTurn();
  const place = { backend, stack, passphrase, secretsProvider };
  const early = earlyProviders(location.upcoming, project, settings);
  try {
    const [configuration, sealed] = await Promise.all([reading, prepare(place, location, project, early)]);
    return {
      backend,
      stack,
      project: {
        name: project.name,
        folder: project.directory,
        main: project.main,
        runtime: project.runtime.name,
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
      early,
      sealed,
    };
  } catch (error) {
    await early?.close();
    throw error;
  }
}

/** Like the CLI, what only reads or writes the project is done for any version. */
function requireVersion({ file, requiredPulumiVersion = "" }: Project): void {
  const unmet = unmetRequirement(requiredPulumiVersion);
  if (unmet !== undefined) throw new ProjectError(`${file}: requiredPulumiVersion: ${unmet}`);
}

/** Does what needs no key while that of the secrets is derived. @returns the state, if it could be read */
async function prepare(
  place: StatePlace,
  { upcoming, runsProgram, packages }: StackLocation,
  { directory, main }: Project,
  early: EarlyReads | undefined,
): Promise<SealedSnapshot | undefined> {
  const sealed = runsProgram === true || upcoming !== undefined ? await readSealed(place) : undefined;
  if (sealed !== undefined) await early?.begin(sealed.snapshot, upcoming?.options ?? {});
  if (runsProgram === true) await warmUp({ folder: directory, main }, packages);
  return sealed;
}

/** Where an operation reads first, the providers that are to hear of it. */
function earlyProviders(
  upcoming: UpcomingOperation | undefined,
  project: Project,
  settings: StackSettings,
): EarlyReads | undefined {
  const providers = upcoming?.options.providers;
  if (upcoming === undefined || providers === undefined || !readsFirst(upcoming, project.refreshAlways))
    return undefined;
  return new (earlyReadsModule().EarlyReads)(providers, () => plainConfig(project, settings));
}

/** Whether an operation reads the resources of the state before anything else. */
function readsFirst({ kind, options }: UpcomingOperation, refreshAlways: boolean): boolean {
  const runsProgram = options.runProgram === true && kind !== "destroy";
  if (kind === "import" || runsProgram) return false;
  return kind === "refresh" || (options.refresh ?? refreshAlways);
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
  const { encrypted, ...config } = await stackConfig(project, stack, settings, unlock, command);
  const recorded = Object.entries(encrypted).map(([key, value]) => [key, toRecorded(value)]);
  return { ...config, recorded: Object.fromEntries(recorded) as StackConfiguration["recorded"] };
}

/** A value as the history keeps it: a text, a ciphertext, or an object. */
function toRecorded(value: ConfigValue): UpdateConfigValue {
  const written = writeConfigValue(value);
  if (typeof written === "object" && written !== null) return written;
  return typeof written === "string" ? written : JSON.stringify(written);
}
