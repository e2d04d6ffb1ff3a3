import { isPropertyMap, unwrapSecrets, type PropertyValue } from "../values";
import { capital, identifier } from "./names";
import type { TypeSpec } from "./package-schema";

/** A secret that code asks of the stack's configuration. */
export interface SecretValue {
  /** Its key in the project's namespace. */
  readonly key: string;
  /** What the configuration has to say, in plain: a text as it is, all else as JSON. */
  readonly value: string;
}

/** The secrets of generated code, none of which is in it. */
export class SecretValues {
  readonly found: SecretValue[] = [];

  /**
   * An expression for a secret, which the stack's configuration will have.
   *
   * @param path where the secret is: the variable, and its properties
   */
  expression(path: readonly string[], secret: PropertyValue, spec: TypeSpec | undefined): string {
    const value = unwrapSecrets(secret);
    const key = this.#free(identifier(...path));
    this.found.push({ key, value: typeof value === "string" ? value : JSON.stringify(value) });
    const name = JSON.stringify(key);
    if (typeof value === "string") return `config.requireSecret(${name})`;
    if (typeof value === "number" || typeof value === "boolean") {
      return `config.requireSecret${capital(typeof value)}(${name})`;
    }
    return `config.requireSecretObject<${typeOf(value, spec)}>(${name})`;
  }

  #free(wanted: string): string {
    let free = wanted;
    for (let count = 2; this.found.some(({ key }) => key === free); count++) free = `${wanted}${count}`;
    return free;
  }
}

/** The type of a secret map or list, where it is simple. */
function typeOf(value: PropertyValue, spec: TypeSpec | undefined): string {
  if (spec?.$ref !== undefined) return "any";
  const simple = (type = "any") => ({ integer: "number", object: "any", array: "any" })[type] ?? type;
  if (isPropertyMap(value)) return `Record<string, ${simple(spec?.additionalProperties?.type)}>`;
  return `${simple(spec?.items?.type)}[]`;
}
