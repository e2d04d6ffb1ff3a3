import { signatures } from "../values";
import type { Json } from "./encode-value";

/** A field of a checkpoint is not what it has to be. */
export class FieldError extends Error {
  override readonly name = "FieldError";
}

/** An object of a checkpoint, whose fields are read by what they have to be. What is missing has Go's zero value. */
export class Fields {
  /** @param path where the object is, for messages: `checkpoint.latest.resources[3]` */
  constructor(
    private readonly json: { readonly [key: string]: Json },
    readonly path: string,
  ) {}

  static of(value: Json | undefined, path: string): Fields {
    if (isObject(value)) return new Fields(value, path);
    throw new FieldError(`${path} is ${kindOf(value)}, an object was expected`);
  }

  has(key: string): boolean {
    return this.#get(key) !== undefined;
  }

  /** A string that must be there. */
  required(key: string): string {
    const text = this.text(key);
    if (text === "") throw new FieldError(`${this.path} has no ${key}`);
    return text;
  }

  text(key: string): string {
    return this.#typed<string>(key, "string", "");
  }

  optionalText(key: string): string | undefined {
    return this.text(key) || undefined;
  }

  flag(key: string): boolean {
    return this.#typed<boolean>(key, "boolean", false);
  }

  number(key: string): number {
    return this.#typed<number>(key, "number", 0);
  }

  list(key: string): readonly Json[] {
    const value = this.#get(key) ?? [];
    return Array.isArray(value) ? (value as readonly Json[]) : this.#refuse(key, "a list");
  }

  texts(key: string): string[] {
    return this.list(key).map((text) =>
      typeof text === "string" ? text : this.#refuse(key, "a list of strings"),
    );
  }

  map(key: string): { readonly [key: string]: Json } {
    const value = this.#get(key) ?? {};
    return isObject(value) ? value : this.#refuse(key, "an object");
  }

  /** Lists of strings by name. */
  textLists(key: string): Record<string, string[]> {
    const fields = new Fields(this.map(key), `${this.path}.${key}`);
    return Object.fromEntries(Object.keys(this.map(key)).map((name) => [name, fields.texts(name)]));
  }

  object(key: string): Fields {
    return new Fields(this.map(key), `${this.path}.${key}`);
  }

  objects(key: string): Fields[] {
    return this.list(key).map((value, index) => Fields.of(value, `${this.path}.${key}[${index}]`));
  }

  /**
   * What nobody here knows, as newer engines may have written it; undefined if there is none.
   *
   * @throws FieldError for a secret in there, which could not be kept when the key changes
   */
  others(known: ReadonlySet<string>): { readonly [key: string]: Json } | undefined {
    const entries = Object.entries(this.json).filter(([key]) => !known.has(key));
    if (entries.length === 0) return undefined;
    for (const [key, value] of entries) {
      if (!JSON.stringify(value).includes(signatures.secret)) continue;
      throw new FieldError(
        `${this.path}.${key} holds a secret, and this engine does not know what it is for`,
      );
    }
    return Object.fromEntries(entries);
  }

  value(key: string): Json {
    return this.#get(key) ?? null;
  }

  #get(key: string): Json | undefined {
    const value = Object.hasOwn(this.json, key) ? this.json[key] : undefined;
    return value ?? undefined;
  }

  #typed<T extends Json>(key: string, type: string, zero: T): T {
    const value = this.#get(key) ?? zero;
    return typeof value === type ? (value as T) : this.#refuse(key, `a ${type}`);
  }

  #refuse(key: string, expected: string): never {
    throw new FieldError(`${this.path}.${key} is ${kindOf(this.#get(key))}, ${expected} was expected`);
  }
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "missing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
