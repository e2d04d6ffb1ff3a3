import { inTurn } from "../../engine/in-turn";
import {
  ConfigError,
  decryptValue,
  Encrypted,
  fullKey,
  holdsSecret,
  listedConfig,
  readConfigValue as readStored,
  StackSettings,
  valueAtKey,
  type ConfigValue as StoredValue,
  type KeyOptions,
} from "../../engine/project";
import { ensureStackSecrets, unlockStackSecrets } from "../../engine/stacks";
import type { ConfigMap, ConfigValue } from "./config";
import { openExistingStack, type Home, type OpenStack } from "./home";

/** All values of a stack with the project's defaults, secrets in plain. */
export async function readConfig(home: Home, stackName: string): Promise<ConfigMap> {
  const open = await openExistingStack(home, stackName);
  const settings = await settingsOf(open);
  const config = listedConfig(open.project, settings);
  const shown = Object.keys(config)
    .sort()
    .map(async (key) => [key, await show(config[key] ?? null, open, settings)] as const);
  return Object.fromEntries(await Promise.all(shown));
}

/** One value. @throws ConfigError if there is none */
export async function readConfigValue(
  home: Home,
  stackName: string,
  key: string,
  options: KeyOptions,
): Promise<ConfigValue> {
  const open = await openExistingStack(home, stackName);
  const settings = await settingsOf(open);
  const value = valueAtKey(listedConfig(open.project, settings), open.project.name, key, options);
  if (value !== undefined) return show(value, open, settings);
  throw new ConfigError(
    `the configuration of the stack ${open.stack.name} has no ${JSON.stringify(fullKey(key, open.project.name))}: ` +
      `set it with setConfig, or with \`moorage config set ${key} <value>\``,
  );
}

/** What becomes of one value. */
export type ConfigChange =
  | {
      readonly key: string;
      readonly set: ConfigValue;
      readonly path: boolean;
      /** The text is a map or a list. @default false */
      readonly isJson?: boolean;
    }
  | { readonly key: string; readonly remove: true; readonly path: boolean };

/** The changes that a text asks for that is as `pulumi config --json` prints it. @throws ConfigError */
export function changesOf(configJson: string): ConfigChange[] {
  let values: Readonly<Record<string, { value?: unknown; objectValue?: unknown; secret?: boolean } | null>>;
  try {
    values = JSON.parse(configJson) as typeof values;
  } catch {
    // The parser's message may quote a secret.
    throw new ConfigError("the configuration is no JSON: what `pulumi config --json` prints was expected");
  }
  return Object.entries(values).map(([key, given]) => {
    const { value, objectValue, secret = false } = given ?? {};
    if (typeof value !== "string") {
      throw new ConfigError(
        `${JSON.stringify(key)} has no value: print secrets in plain with --show-secrets`,
      );
    }
    return { key, set: { value, secret }, path: false, isJson: objectValue !== undefined };
  });
}

/** Changes a stack's settings: all of the changes, or none. */
export async function changeConfig(
  home: Home,
  stackName: string,
  changes: readonly ConfigChange[],
): Promise<void> {
  const open = await openExistingStack(home, stackName);
  await inTurn(`${open.project.file} ${open.stack.name}`, async () => {
    const settings = await settingsOf(open);
    for (const change of changes) {
      const { key, path } = change;
      if ("remove" in change) settings.remove(key, { path });
      else settings.set(key, await stored(change.set, open, settings, change.isJson), { path });
    }
    await settings.save();
  });
}

function settingsOf({ project, stack }: OpenStack): Promise<StackSettings> {
  return StackSettings.read(project, stack.name);
}

async function stored(
  { value, secret = false }: ConfigValue,
  open: OpenStack,
  settings: StackSettings,
  isJson = false,
): Promise<StoredValue> {
  if (!secret) return isJson ? parsed(value) : value;
  const provider = await ensureStackSecrets(open, open.stack, settings);
  return new Encrypted((await provider.unlock()).encrypt(value));
}

function parsed(text: string): StoredValue {
  try {
    return readStored(JSON.parse(text));
  } catch {
    // The parser's message quotes the text.
    throw new ConfigError("a value that is said to be a map or a list is no JSON");
  }
}

async function show(value: StoredValue, open: OpenStack, settings: StackSettings): Promise<ConfigValue> {
  const secret = holdsSecret(value);
  const crypter = secret ? await unlockStackSecrets(settings, open.passphrase) : undefined;
  const plain = decryptValue(value, (ciphertext) => crypter?.decrypt(ciphertext) ?? "");
  if (typeof plain === "string") return { value: plain, secret };
  if (typeof plain !== "object" || plain === null) return { value: String(plain), secret };
  return { value: JSON.stringify(plain), objectValue: plain, secret };
}
