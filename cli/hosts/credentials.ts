import { readFile } from "node:fs/promises";
import { decryptValue, holdsSecret, type StackSettings } from "../../engine/project";
import type { PassphraseSource } from "../../engine/secrets";
import { unlockStackSecrets } from "../../engine/stacks";
import type { Snapshot } from "../../engine/state";
import { providerType } from "../../engine/urn";
import { unwrapSecretsIn } from "../../engine/values";
import { Failure } from "../failure";

/** What logs in on hosts, by name: the plugin's own `moorage:credentials`. Secret, wholly. */
export type Credentials = Readonly<Record<string, Readonly<Record<string, string | boolean>>>>;

const CONFIG_KEY = "moorage:credentials";
const FILE_VARIABLE = "MOORAGE_CREDENTIALS_FILE";

interface Sources {
  readonly snapshot: Snapshot;
  readonly settings: StackSettings;
  readonly passphrase: PassphraseSource;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The credentials as the plugin would have them: of the file that MOORAGE_CREDENTIALS_FILE names, else of the stack's
 * configuration, else those that the last run had. No message quotes any of it.
 */
export async function readCredentials(sources: Sources): Promise<Credentials> {
  return {
    ...storedCredentials(sources.snapshot),
    ...(await configuredCredentials(sources)),
    ...(await fileCredentials(sources.environment[FILE_VARIABLE])),
  };
}

function storedCredentials({ resources }: Snapshot): Credentials {
  const type = providerType("moorage");
  const all = resources
    .filter((resource) => resource.type === type && !resource.delete)
    .map(({ inputs }) => parsed(unwrapSecretsIn(inputs)["credentials"], "the state's moorage:credentials"));
  return Object.assign({}, ...all) as Credentials;
}

async function configuredCredentials({ settings, passphrase }: Sources): Promise<Credentials> {
  const value = settings.get(CONFIG_KEY);
  if (value === undefined) return {};
  const crypter = holdsSecret(value) ? await unlockStackSecrets(settings, passphrase) : undefined;
  const plain = decryptValue(value, (ciphertext) => crypter?.decrypt(ciphertext) ?? "");
  return parsed(plain, `${CONFIG_KEY} in ${settings.file}`);
}

async function fileCredentials(path: string | undefined): Promise<Credentials> {
  if (!path) return {};
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new Failure(`${FILE_VARIABLE} names a file that cannot be read: ${(cause as Error).message}`);
  }
  return parsed(text, `the file that ${FILE_VARIABLE} names, ${path},`);
}

/** What it is called is said, never what is in it. */
function parsed(value: unknown, what: string): Credentials {
  const read = typeof value === "string" ? fromJson(value) : (value ?? {});
  const isMap = (each: unknown) => typeof each === "object" && each !== null && !Array.isArray(each);
  if (isMap(read) && Object.values(read as object).every(isMap)) return read as Credentials;
  throw new Failure(`${what} is not credentials by name: {"web-1": {"privateKeyFile": "~/.ssh/web"}}`);
}

/** Undefined for what is no JSON; the parser's message is dropped, since it quotes the text. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
