import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import type { Json } from "../lab/wire";

type Fields = Readonly<Record<string, Json>>;

/** Passphrase and salt of every stack of the trials, so that its key is derived once. */
export const PASSPHRASE = "trial";
export const SALT = "v1:nF0kIBXKtnE=:v1:+A7MyzEFULHertOy:onhZX591VlQ9UdH3JhP0xJdKsYAObw==";

const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Fields that tell when and where, not what. */
const circumstances = new Set(["created", "modified", "sourcePosition", "stackTrace"]);

interface Checkpoint {
  readonly version: number;
  readonly features?: readonly string[];
  readonly checkpoint: {
    readonly latest: {
      readonly resources?: readonly Fields[];
      readonly pending_operations?: readonly Fields[];
    } | null;
  };
}

/**
 * A checkpoint as what it means: resources by URN and standing, secrets decrypted, the random ids of providers by
 * number, without times and places.
 */
export function normalState(text: string): Record<string, Json> {
  const { version, features = [], checkpoint } = JSON.parse(text) as Checkpoint;
  const resources = checkpoint.latest?.resources ?? [];
  const names = providerIds(resources);
  const found: Record<string, Json> = { version, features: [...features] };
  for (const resource of resources) {
    const state = normal(resource, names) as Fields;
    const standing = [
      state["delete"] === true ? "to be deleted" : "",
      state["pendingReplacement"] === true ? "to be replaced" : "",
    ];
    let key = [state["urn"], state["id"] ?? "", ...standing.filter(Boolean)].join(" ");
    while (key in found) key += " again";
    found[key] = state;
  }
  const pending = (checkpoint.latest?.pending_operations ?? []).map((operation) => normal(operation, names));
  return pending.length === 0 ? found : { ...found, pending };
}

/** The order of the resources: each after all that it needs. Returns what is wrong. */
export function orderFaults(text: string): string[] {
  const { checkpoint } = JSON.parse(text) as Checkpoint;
  const seen = new Set<Json>();
  return (checkpoint.latest?.resources ?? []).flatMap((resource) => {
    const needed = [resource["parent"], ...((resource["dependencies"] as Json[] | undefined) ?? [])];
    const missing = needed.filter((urn) => urn !== undefined && urn !== "" && !seen.has(urn));
    seen.add(resource["urn"] ?? "");
    return missing.map((urn) => `${String(resource["urn"])} stands before ${String(urn)}`);
  });
}

/** Provider ids are random: each gets its URN and a number in place of it. */
function providerIds(resources: readonly Fields[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  const names = new Map<string, string>();
  for (const { type, urn, id } of resources) {
    if (!String(type).startsWith("pulumi:providers:") || typeof id !== "string") continue;
    const count = (counts.get(String(urn)) ?? 0) + 1;
    counts.set(String(urn), count);
    names.set(id, `id ${count}`);
  }
  return names;
}

function normal(value: Json, ids: ReadonlyMap<string, string>): Json {
  if (typeof value === "string") return normalText(value, ids);
  if (Array.isArray(value)) return value.map((each) => normal(each, ids));
  if (typeof value !== "object" || value === null) return value;
  if (isCiphertext(value)) {
    return { "<secret>": normal(decrypted(value.ciphertext), ids) };
  }
  const entries = Object.entries(value)
    .filter(([key]) => !circumstances.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]): [string, Json] => [key, unordered(key, normal(each, ids))]);
  return Object.fromEntries(entries);
}

/** Lists that are sets. */
function unordered(key: string, value: Json): Json {
  if (key === "dependencies" && Array.isArray(value)) return [...value].sort();
  if (key !== "propertyDependencies" || typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, list]): [string, Json] => [
    name,
    Array.isArray(list) ? [...list].sort() : list,
  ]);
  return Object.fromEntries(entries);
}

function normalText(text: string, ids: ReadonlyMap<string, string>): string {
  const end = text.lastIndexOf("::") + 2;
  const known = ids.get(text) ?? ids.get(text.slice(end));
  if (known === undefined) return text;
  return ids.has(text) ? known : `${text.slice(0, end)}${known}`;
}

/** What cannot be read is a finding, not an accident of the comparison. */
function decrypted(ciphertext: string): Json {
  try {
    return JSON.parse(decrypt(ciphertext)) as Json;
  } catch {
    return { "<undecipherable>": ciphertext };
  }
}

let key: Buffer | undefined;

function decrypt(ciphertext: string): string {
  // A secret inside a secret is not encrypted once more.
  if (!ciphertext.startsWith("v1:")) return ciphertext;
  const [, nonce = "", text = ""] = ciphertext.split(":");
  const [, salt = ""] = SALT.split(":");
  key ??= pbkdf2Sync(PASSPHRASE, Buffer.from(salt, "base64"), 1_000_000, 32, "sha256");
  const sealed = Buffer.from(text, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
  decipher.setAuthTag(sealed.subarray(-16));
  return `${decipher.update(sealed.subarray(0, -16)).toString("utf8")}${decipher.final("utf8")}`;
}

function isCiphertext(value: object): value is { readonly ciphertext: string } {
  return SIGNATURE in value && "ciphertext" in value && typeof value.ciphertext === "string";
}
