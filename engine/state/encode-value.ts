import type { Crypter } from "../secrets";
import {
  flattenOutput,
  isPropertyArray,
  isPropertyMap,
  marshalAsset,
  Output,
  ResourceReference,
  Secret,
  signatureKey,
  signatures,
  sortedKeys,
  Unknown,
  unknownSentinels,
  type PropertyMap,
  type PropertyValue,
} from "../values";

/** A value in the JSON of a checkpoint. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What is inside a secret is encrypted with it; a secret in there keeps its mark only. */
const inside: Crypter = { encrypt: (plaintext) => plaintext, decrypt: (ciphertext) => ciphertext };

/** Ciphertexts by the secrets that they were made of, so that a secret that is saved again stays the same. */
const ciphertexts = new WeakMap<Crypter, WeakMap<Secret, string>>();

/** Properties as a checkpoint has them, their keys sorted. */
export function encodeProperties(map: PropertyMap, crypter: Crypter): { readonly [key: string]: Json } {
  return Object.fromEntries(sortedKeys(map).map((key) => [key, encodeValue(map[key] ?? null, crypter)]));
}

/** A value as a checkpoint has it. */
export function encodeValue(value: PropertyValue, crypter: Crypter): Json {
  if (typeof value === "number") return encodeNumber(value);
  if (value === null || typeof value !== "object") return value;
  if (isPropertyArray(value)) return value.map((element) => encodeValue(element, crypter));
  if (isPropertyMap(value)) return encodeProperties(value, crypter);
  if (value instanceof Secret) return encodeSecret(value, crypter);
  if (value instanceof Unknown) return unknownSentinels.string;
  if (value instanceof Output) return encodeValue(flattenOutput(value), crypter);
  if (value instanceof ResourceReference) return encodeReference(value);
  return marshalAsset(value, false);
}

function encodeNumber(value: number): Json {
  if (Number.isFinite(value)) return value;
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value);
  return { [signatureKey]: signatures.float, value: bits.toString("hex") };
}

function encodeReference({ urn, id, packageVersion }: ResourceReference): Json {
  return {
    [signatureKey]: signatures.resourceReference,
    ...(id === undefined ? {} : { id: id instanceof Unknown ? "" : id }),
    packageVersion,
    urn,
  };
}

function encodeSecret(secret: Secret, crypter: Crypter): Json {
  const known = ciphertexts.get(crypter)?.get(secret);
  const ciphertext = known ?? crypter.encrypt(JSON.stringify(encodeValue(secret.element, inside)));
  if (known === undefined && crypter !== inside) rememberCiphertext(secret, ciphertext, crypter);
  return { [signatureKey]: signatures.secret, ciphertext };
}

/** Notes what a secret was read from. */
export function rememberCiphertext(secret: Secret, ciphertext: string, crypter: Crypter): void {
  const known = ciphertexts.get(crypter) ?? new WeakMap<Secret, string>();
  ciphertexts.set(crypter, known.set(secret, ciphertext));
}
