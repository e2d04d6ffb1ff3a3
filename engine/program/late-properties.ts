import { inspect } from "node:util";

/** Settles a property, with a value or with an error; of an error, who reads no property hears by the resource's URN. */
type Settle = (...settled: unknown[]) => void;

/** What of the SDK gives resources their properties, and what looks at them other than by reading them. */
interface Parts {
  readonly rpc: {
    transferProperties(
      resource: object,
      label: string,
      properties: Readonly<Record<string, unknown>>,
    ): Readonly<Record<string, Settle>>;
  };
  readonly closures: { createClosureInfoAsync(...captured: readonly unknown[]): Promise<unknown> };
  readonly resources: { readonly Resource: { readonly prototype: object } };
}

/** What is not read yet in one run of a program. */
interface Run {
  /** The properties, by resource. */
  readonly unread: Map<object, Set<string>>;
  /** Whether properties are made late. */
  isLate: boolean;
}

/**
 * Has the SDK make a resource's properties when they are first read. Each takes it about twenty promises; and of the
 * dozen that a resource has, a program reads one or two.
 */
export function makePropertiesLate({ rpc, closures, resources }: Parts, getStore: () => object): void {
  const runs = new WeakMap<object, Run>();
  const currentRun = (): Run => {
    const store = getStore();
    const run = runs.get(store) ?? { unread: new Map(), isLate: true };
    runs.set(store, run);
    return run;
  };
  const transfer = rpc.transferProperties;
  rpc.transferProperties = (resource, label, properties) => {
    const { unread, isLate } = currentRun();
    if (!isLate) return transfer(resource, label, properties);
    const settles: Record<string, Settle> = {};
    for (const [key, value] of Object.entries(properties)) {
      const make = (): Readonly<Record<string, Settle>> => transfer(resource, label, { [key]: value });
      // What it leaves out or refuses is its own affair.
      if (key === "id" || key === "urn" || Object.hasOwn(resource, key)) Object.assign(settles, make());
      else settles[key] = define(resource, key, unread, make);
    }
    return settles;
  };
  // The source of a function that is serialized has all that its resources have, read or not.
  const serialize = closures.createClosureInfoAsync;
  closures.createClosureInfoAsync = Object.assign((...captured: readonly unknown[]) => {
    const run = currentRun();
    run.isLate = false;
    for (const resource of run.unread.keys()) read(resource, run);
    return serialize(...captured);
  }, serialize);
  // And whoever prints a resource sees its outputs.
  Object.defineProperty(resources.Resource.prototype, inspect.custom, {
    configurable: true,
    value(this: object): object {
      read(this, currentRun());
      return this;
    },
  });
}

function read(resource: object, { unread }: Run): void {
  for (const key of unread.get(resource) ?? []) Reflect.get(resource, key);
}

/** Defines a property that is made when it is read, and then settled as it was until then. */
function define(
  resource: object,
  key: string,
  unread: Run["unread"],
  make: () => Readonly<Record<string, Settle>>,
): Settle {
  const keys = unread.get(resource) ?? new Set();
  unread.set(resource, keys.add(key));
  let settled: unknown[] | undefined;
  let settle: Settle | undefined;
  const become = (value: unknown): void => {
    keys.delete(key);
    if (keys.size === 0) unread.delete(resource);
    Object.defineProperty(resource, key, { value, writable: true, enumerable: true, configurable: true });
  };
  const makeNow = (): void => {
    settle = withoutOwn(resource, make)[key];
    if (settled !== undefined) settle?.(...settled);
  };
  Object.defineProperty(resource, key, {
    enumerable: true,
    configurable: true,
    get: () => {
      makeNow();
      return Reflect.get(resource, key) as unknown;
    },
    set: become,
  });
  return (...how) => {
    if (settle === undefined) settled = how;
    else settle(...how);
  };
}

/** The SDK assigns no property that is there; where it is, assigning it in place keeps the order of all. */
function withoutOwn<T>(resource: object, make: () => T): T {
  Object.defineProperty(resource, "hasOwnProperty", { value: () => false, configurable: true });
  try {
    return make();
  } finally {
    Reflect.deleteProperty(resource, "hasOwnProperty");
  }
}
