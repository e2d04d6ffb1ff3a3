import type { Crypter } from "../secrets";
import {
  isPropertyMap,
  MalformedValueError,
  propertyOf,
  ResourceReference,
  Secret,
  signatureKey,
  signatures,
  Unknown,
  unknownSentinels,
  unmarshalArchive,
  unmarshalAsset,
  type PropertyMap,
  type PropertyValue,
} from "../values";
import { rememberCiphertext, type Json } from "./encode-value";
import { SealedSecrets } from "./sealed-secrets";

/** Who opens secrets, now or later. */
export type Opener = Crypter | SealedSecrets;

const inside: Crypter = { encrypt: (plaintext) => plaintext, decrypt: (ciphertext) => ciphertext };

/**
 * Properties from a checkpoint.
 *
 * @throws MalformedValueError for a signature without what belongs to it; SecretsError for what cannot be decrypted
 */
export function decodeProperties(map: { readonly [key: string]: Json }, crypter: Opener): PropertyMap {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, decodeValue(key, value, crypter)]),
  );
}

/** One value from a checkpoint. */
export function decodeValue(key: string, value: Json, crypter: Opener): PropertyValue {
  if (value === unknownSentinels.string) return new Unknown();
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) return value.map((element) => decodeValue(key, element, crypter));

  const properties = decodeProperties(value, crypter);
  const signature = propertyOf(properties, signatureKey);
  if (signature === undefined) return properties;
  switch (typeof signature === "string" ? signature : "") {
    case signatures.secret:
      return decodeSecret(key, properties, crypter);
    case signatures.resourceReference:
      return decodeReference(key, properties);
    case signatures.asset:
      return unmarshalAsset(key, properties);
    case signatures.archive:
      return unmarshalArchive(key, properties);
    case signatures.float:
      return decodeFloat(key, properties);
    default:
      throw new MalformedValueError(key, `unrecognized signature ${JSON.stringify(signature)}`);
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function decodeSecret(key: string, properties: PropertyMap, crypter: Opener): Secret {
  const ciphertext = propertyOf(properties, "ciphertext");
  const plaintext = propertyOf(properties, "plaintext");
  if (typeof ciphertext === "string" && plaintext === undefined) {
    const open = (by: Crypter): PropertyValue => decodeElement(key, by.decrypt(ciphertext));
    if (crypter instanceof SealedSecrets) return crypter.seal(ciphertext, open);
    const secret = new Secret(open(crypter));
    if (crypter !== inside) rememberCiphertext(secret, ciphertext, crypter);
    return secret;
  }
  if (typeof plaintext === "string" && ciphertext === undefined)
    return new Secret(decodeElement(key, plaintext));
  throw new MalformedValueError(key, "a secret that has not exactly one of ciphertext and plaintext");
}

function decodeElement(key: string, plaintext: string): PropertyValue {
  let element: Json;
  try {
    element = JSON.parse(plaintext) as Json;
  } catch {
    // The parser's message may quote the secret.
    throw new MalformedValueError(key, "a secret whose content is no JSON");
  }
  return decodeValue(key, element, inside);
}

function decodeReference(key: string, properties: PropertyMap): ResourceReference {
  const urn = propertyOf(properties, "urn");
  const version = propertyOf(properties, "packageVersion") ?? "";
  if (typeof urn !== "string" || typeof version !== "string") {
    throw new MalformedValueError(key, "a resource reference whose urn or packageVersion is no string");
  }
  return new ResourceReference(urn, decodeId(key, propertyOf(properties, "id")), version);
}

/** Some old versions of the CLI wrote an id as `{"V": …}`. */
function decodeId(key: string, id: PropertyValue | undefined): string | Unknown | undefined {
  const given = isPropertyMap(id) ? propertyOf(id, "V") : id;
  if (given === undefined || (given === null && isPropertyMap(id))) return undefined;
  if (given === "" || isPropertyMap(given) || given instanceof Unknown) return new Unknown();
  if (typeof given === "string") return given;
  throw new MalformedValueError(key, "a resource reference whose id is no string");
}

function decodeFloat(key: string, properties: PropertyMap): number {
  const bits = propertyOf(properties, "value");
  if (typeof bits === "string" && /^[0-9a-f]{16}$/i.test(bits)) {
    return Buffer.from(bits, "hex").readDoubleBE();
  }
  throw new MalformedValueError(key, "a number whose value is not 16 hexadecimal digits");
}
