import {
  ConfigError,
  decryptValue,
  Encrypted,
  fullKey,
  holdsSecret,
  listedConfig,
  StackSettings,
  valueAtPath,
  type ConfigValue as StoredValue,
  type KeyOptions,
} from "../../engine/project";
import { SecretsError, type Crypter } from "../../engine/secrets";
import { ensureStackSecrets, stackSecrets } from "../../engine/stacks";
import type { ConfigMap, ConfigValue } from "./config";
import { openStackOf, type Home } from "./home";
import { inTurn } from "./in-turn";

type OpenStack = Awaited<ReturnType<typeof openStackOf>>;

/** All values of a stack with the project's defaults, secrets in plain. */
export async function readConfig(home: Home, stackName: string): Promise<ConfigMap> {
  const open = await openStackOf(home, stackName);
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
  const open = await openStackOf(home, stackName);
  const settings = await settingsOf(open);
  const value = settings.get(key, options) ?? defaultOf(open, settings, key);
  if (value !== undefined) return show(value, open, settings);
  throw new ConfigError(
    `the configuration of the stack ${open.stack.name} has no ${JSON.stringify(fullKey(key, open.project.name))}: ` +
      `set it with setConfig, or with \`pulumi config set ${key} <value>\``,
  );
}

/** What becomes of one value. */
export type ConfigChange =
  | { readonly key: string; readonly set: ConfigValue; readonly path: boolean }
  | { readonly key: string; readonly remove: true; readonly path: boolean };

/** Changes a stack's settings: all of the changes, or none. */
export async function changeConfig(
  home: Home,
  stackName: string,
  changes: readonly ConfigChange[],
): Promise<void> {
  const open = await openStackOf(home, stackName);
  await inTurn(`${open.project.file} ${open.stack.name}`, async () => {
    const settings = await settingsOf(open);
    for (const change of changes) {
      const { key, path } = change;
      if ("remove" in change) settings.remove(key, { path });
      else settings.set(key, await stored(change.set, open, settings), { path });
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
): Promise<string | Encrypted> {
  if (!secret) return value;
  const provider = await ensureStackSecrets(open, open.stack, settings);
  return new Encrypted((await provider.unlock()).encrypt(value));
}

function defaultOf({ project }: OpenStack, settings: StackSettings, key: string): StoredValue | undefined {
  const config = listedConfig(project, settings);
  const name = fullKey(key, project.name);
  return Object.hasOwn(config, name) ? valueAtPath(config[name] ?? null, []) : undefined;
}

async function show(value: StoredValue, open: OpenStack, settings: StackSettings): Promise<ConfigValue> {
  const secret = holdsSecret(value);
  const crypter = secret ? await unlock(open, settings) : undefined;
  const plain = decryptValue(value, (ciphertext) => crypter?.decrypt(ciphertext) ?? "");
  if (typeof plain === "string") return { value: plain, secret };
  if (typeof plain !== "object" || plain === null) return { value: String(plain), secret };
  return { value: JSON.stringify(plain), objectValue: plain, secret };
}

async function unlock({ passphrase }: OpenStack, settings: StackSettings): Promise<Crypter> {
  const provider = stackSecrets(settings, passphrase);
  if (provider !== undefined) return provider.unlock();
  throw new SecretsError(
    `${settings.file} has secrets and no encryptionsalt, without which no passphrase opens them: ` +
      "restore it from a backup, or set the secrets anew",
  );
}
