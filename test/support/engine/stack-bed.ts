import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  openStack,
  runOperation,
  type OperationKind,
  type OperationOptions,
  type OperationResult,
  type StackLocation,
} from "../../../engine/operations";
import type { EngineEvent } from "../../../engine/events/engine-event";
import { programFolder } from "./program-folder";
import { thingProvider, type ThingLog } from "./thing-provider";

/** What one operation came to. */
export interface Ended {
  /** `rejected`: it did not come to an operation, or could not be kept. */
  readonly outcome: OperationResult["outcome"] | "rejected";
  /** All that a person is told. */
  readonly told: string;
  readonly events: readonly EngineEvent[];
  readonly outputs: OperationResult["outputs"];
}

/** A project with one stack in a folder of its own, whose things are made by a provider in this process. */
export class StackBed {
  readonly log: ThingLog = [];
  private readonly files: ReturnType<typeof programFolder>;

  constructor(program: string) {
    this.files = programFolder({ "Pulumi.yaml": "name: shop\nruntime: nodejs\n", "index.js": program });
    mkdirSync(join(this.folder, "state"));
  }

  static async create(program: string): Promise<StackBed> {
    const bed = new StackBed(program);
    const { backend, stack } = await openStack(bed.location());
    await backend.createStack(stack);
    return bed;
  }

  get folder(): string {
    return this.files.path;
  }

  get stateFile(): string {
    return join(this.folder, "state/.pulumi/stacks/shop/dev.json");
  }

  location(changes: Partial<StackLocation> = {}): StackLocation {
    return {
      folder: this.folder,
      stack: "dev",
      backendUrl: `file://${join(this.folder, "state")}`,
      passphrase: () => Promise.resolve("correct"),
      environment: { PATH: process.env["PATH"], XDG_CACHE_HOME: join(this.folder, ".cache") },
      ...changes,
    };
  }

  /** Puts another program in the place of the one before. */
  program(text: string): void {
    this.files.write({ "index.js": text });
  }

  write(files: Record<string, string | object>): void {
    this.files.write(files);
  }

  async run(
    kind: OperationKind,
    options: OperationOptions = {},
    location: Partial<StackLocation> = {},
  ): Promise<Ended> {
    const events: EngineEvent[] = [];
    const told: string[] = [];
    const onEvent = (event: EngineEvent): void => {
      events.push(event);
      told.push(event.diagnosticEvent?.message ?? "");
      options.onEvent?.(event);
    };
    try {
      const target = await openStack(this.location(location));
      const providers = { test: thingProvider(this.log) };
      const { outcome, outputs } = await runOperation(kind, target, { providers, ...options, onEvent });
      return { outcome, outputs, events, told: told.join("\n") };
    } catch (error) {
      return { outcome: "rejected", outputs: {}, events, told: [...told, String(error)].join("\n") };
    }
  }

  /** The names of the resources in the state, and of what is pending: `one`, `creating two`. */
  names(): string[] {
    const { latest } = (JSON.parse(readFileSync(this.stateFile, "utf8")) as Checkpoint).checkpoint;
    const nameOf = ({ urn }: { urn: string }): string => urn.split("::").slice(3).join("::");
    const isThing = ({ urn }: { urn: string }): boolean => !/::pulumi:(providers|pulumi):/.test(urn);
    return [
      ...(latest?.resources ?? []).filter(isThing).map(nameOf),
      ...(latest?.pending_operations ?? []).map(({ type, resource }) => `${type} ${nameOf(resource)}`),
    ];
  }

  locks(): string[] {
    return readdirSync(join(this.folder, "state/.pulumi/locks/organization/shop/dev"));
  }

  remove(): void {
    this.files.remove();
  }
}

interface Checkpoint {
  readonly checkpoint: {
    readonly latest?: {
      readonly resources?: readonly { readonly urn: string }[];
      readonly pending_operations?: readonly {
        readonly type: string;
        readonly resource: { readonly urn: string };
      }[];
    };
  };
}

/** What a program begins with that has things and groups of them. */
export const thingTypes = `
const pulumi = require("@pulumi/pulumi");
class Thing extends pulumi.CustomResource {
  constructor(name, args, options) { super("test:index:Thing", name, { value: undefined, ...args }, options); }
}
class Group extends pulumi.ComponentResource {
  constructor(name, options) { super("shop:index:Group", name, {}, options); }
}
`;

/** A program with things of these names. */
export const thingsProgram = (...names: string[]): string =>
  `${thingTypes}${names.map((name) => `exports.${name} = new Thing("${name}", { value: "${name}" }).value;`).join("\n")}\n`;
