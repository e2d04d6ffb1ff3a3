import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { WireMap, WireValue } from "./values";

/** A generated message made of what it keeps: an array with a place for each field. */
type FromArray<Message> = new (fields: unknown[]) => Message;

/** Of each Struct that was made here and whose fields nobody has looked at, what it was made of. */
const plain = new WeakMap<Struct, WireMap>();

/**
 * A Struct that stays the plain object that it was made of until somebody looks at its fields, as whoever sends it does.
 * Between a program, the engine and a provider of one process nobody does, and an object of each value costs more than
 * all that is done with it.
 *
 * @param map in the order of its keys; nobody may change it afterwards
 */
export function plainStruct(map: WireMap): Struct {
  return new PlainStruct(map);
}

/** What a Struct says; it is not to be changed. */
export function plainOf(struct: Struct): WireMap {
  return plain.get(struct) ?? (struct.toJavaScript() as WireMap);
}

/**
 * Has a copy of the library make such Structs, which is how an SDK in this process hands its properties over.
 *
 * @param library the module that the SDK uses
 */
export function makePlainStructs(library: { readonly Struct: typeof Struct }): void {
  if (library.Struct !== Struct || isMade) return;
  isMade = true;
  const convert = Struct.fromJavaScript.bind(Struct);
  Struct.fromJavaScript = (object) => {
    const map = Array.isArray(object) ? undefined : snapshotOf(object);
    // The library tells what it takes no value for.
    return map === undefined ? convert(object) : plainStruct(map as WireMap);
  };
}

let isMade = false;

class PlainStruct extends (Struct as FromArray<Struct>) {
  constructor(map: WireMap) {
    const fields: unknown[] = [];
    super(fields);
    plain.set(this, map);
    const become = (value: unknown): void => {
      plain.delete(this);
      Object.defineProperty(fields, 0, { value, writable: true, enumerable: true, configurable: true });
    };
    Object.defineProperty(fields, 0, {
      get: () => {
        become(entriesOf(map));
        return fields[0];
      },
      set: become,
      enumerable: true,
      configurable: true,
    });
    // The SDK writes each answer into a debug message that nobody reads: that is not to look at the fields either.
    Object.defineProperty(fields, "toString", {
      value: () => (plain.has(this) ? "" : Array.prototype.toString.call(fields)),
    });
  }

  /** Not a copy: whoever reads a message makes something else of it, and it is the message's alone. */
  override toJavaScript(): ReturnType<Struct["toJavaScript"]> {
    return (plain.get(this) as ReturnType<Struct["toJavaScript"]> | undefined) ?? super.toJavaScript();
  }
}

// The library makes copies of a message by the constructor that it names: they are ordinary ones.
Object.defineProperty(PlainStruct.prototype, "constructor", { value: Struct });

/** A copy of what a Struct takes, in the order of its keys; undefined for anything else. */
function snapshotOf(value: unknown): WireValue | undefined {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value !== "object") return undefined;
  if (Array.isArray(value)) {
    const copies = Array.from(value, snapshotOf);
    return copies.includes(undefined) ? undefined : (copies as WireValue[]);
  }
  const entries: [string, WireValue][] = [];
  // Inherited properties count, as they do for the library.
  const keys: string[] = [];
  for (const key in value) keys.push(key);
  for (const key of keys.sort()) {
    const copy = snapshotOf((value as Record<string, unknown>)[key]);
    if (copy === undefined) return undefined;
    entries.push([key, copy]);
  }
  return Object.fromEntries(entries);
}

/** What a Struct keeps of its one field. */
function entriesOf(map: WireMap): unknown[] {
  return Object.entries(map).map(([key, value]) => [key, valueArray(value)]);
}

/** The fields of a Value, of which it has one. */
const fieldOf = { null: 0, number: 1, string: 2, boolean: 3, struct: 4, list: 5 } as const;

/** What a Value keeps. */
export function valueArray(value: WireValue): unknown[] {
  if (value === null) return only("null", 0);
  if (typeof value === "object") {
    return isList(value) ? only("list", [value.map(valueArray)]) : only("struct", [entriesOf(value)]);
  }
  return only(typeof value as "number" | "string" | "boolean", value);
}

function only(field: keyof typeof fieldOf, content: unknown): unknown[] {
  const fields = new Array<unknown>(fieldOf[field]);
  fields.push(content);
  return fields;
}

function isList(value: WireMap | readonly WireValue[]): value is readonly WireValue[] {
  return Array.isArray(value);
}
