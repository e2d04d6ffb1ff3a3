import type { Bag, Json } from "./wire";

/** One call of an engine, as it reached the plugin. */
export interface LabCall {
  /** Number of the plugin process that was called. */
  readonly instance: number;
  /** Name of the provider resource that the called instance was configured for, or its package before that. */
  readonly provider: string;
  /** E.g. `Create`. */
  readonly method: string;
  readonly urn: string;
  /** Everything that the engine sent, secrets and unknowns by name. */
  readonly sent: Json;
  /** Why it was refused; left away where it was answered. */
  failure?: string;
}

/** What goes wrong, while it is set: every call of the method for resources of this name, or for all (`*`). */
export interface Fault {
  readonly method: "check" | "diff" | "create" | "update" | "delete" | "read";
  readonly name: string;
  /** `refused`: nothing was touched. `partial`: it is there, but not as it should be. */
  readonly kind: "refused" | "partial";
}

export interface LabObject {
  readonly type: string;
  /** What it was asked to be. */
  readonly inputs: Bag;
  /** What it is, secrets in plain. */
  readonly properties: Bag;
}

/** What the plugin "has": the objects, the calls that it saw, and the faults that it is to show. */
export class Cloud {
  readonly calls: LabCall[] = [];
  readonly objects = new Map<string, LabObject>();
  faults: readonly Fault[] = [];
  /** Told of each call before anything is done, and before it is answered. */
  watch: ((moment: "asked" | "done") => void) | undefined;
  #instances = 0;
  readonly #made = new Map<string, number>();

  /** @param naming gives an object its id; @default a new one for each that is made */
  constructor(private readonly naming?: (urn: string, inputs: Bag) => string) {}

  /** A number for a plugin process. */
  nextInstance(): number {
    return ++this.#instances;
  }

  /** The next id for a resource of this URN: the same under every engine that makes the same calls. */
  nextId(urn: string, inputs: Bag): string {
    if (this.naming !== undefined) return this.naming(urn, inputs);
    const count = (this.#made.get(urn) ?? 0) + 1;
    this.#made.set(urn, count);
    return `${nameOf(urn)}-${typeOf(urn)}-${count}`;
  }

  fault(method: Fault["method"], urn: string): Fault | undefined {
    return this.faults.find((fault) => fault.method === method && ["*", nameOf(urn)].includes(fault.name));
  }

  /** Changes an object behind the engine's back; `undefined` removes it. */
  drift(id: string, change: ((properties: Bag) => Bag) | undefined): void {
    const found = this.objects.get(id);
    if (found === undefined) return;
    if (change === undefined) this.objects.delete(id);
    else this.objects.set(id, { ...found, properties: change(found.properties) });
  }
}

export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The last word of the type, e.g. `Plain`. */
export function typeOf(urn: string): string {
  return urn.split("::")[2]?.split(":").at(-1) ?? "";
}
