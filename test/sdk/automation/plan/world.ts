import { localProvider } from "../../../../providers/grpc/in-process";
import { UserError } from "../../../../providers/errors";
import type { Bag, Value } from "../../../../providers/resources/bag";
import type { Foreseen } from "../../../../providers/resources/foreseen";
import {
  PartialError,
  type ApplyRequest,
  type Context,
  type DiffRequest,
  type Lifecycle,
  type PropertyDifference,
} from "../../../../providers/resources/lifecycle";
import type { ownProvider } from "../../../../sdk/automation/own-provider";
import { noHosts, nouns, schema } from "../../../support/door/door";

type Values = Record<string, Value>;

/** A host's objects, as they are now, and a provider that knows no other. Tests change them behind its back. */
export class World {
  /** By `<noun> <name>`: what is there beyond the inputs. */
  readonly objects = new Map<string, Values>();
  /** By `<noun> <name>`: what is wrong when it is read. */
  readonly problems = new Map<string, string>();
  /** By `<noun> <name>`: what the next update would do, in the place of the one create. */
  readonly foreseen = new Map<string, Foreseen>();
  /** By `<noun> <name>`: why it could not be applied. */
  readonly refusals = new Map<string, string>();
  /** What was done, in its order: `update Container app`. */
  readonly done: string[] = [];
  /** Called when a resource was read. */
  onRead: (key: string) => void = () => {};

  /** The provider for an operation. */
  readonly provider: typeof ownProvider = (_environment, onPlanned) => () =>
    localProvider(
      {
        version: "1.2.3",
        schema,
        lifecycles: Object.fromEntries(nouns.map((noun) => [noun, this.lifecycle])),
        functions: {},
        openHosts: () => noHosts,
        onPlanned,
      },
      () => {},
    );

  private readonly lifecycle: Lifecycle = {
    check: (context, { news }) => {
      const values = { name: context.urn.name, ...news.values };
      const isNamed = !["Host", "Registry", "Certificate"].includes(nounOf(context));
      return Promise.resolve({ inputs: isNamed ? { ...news, values } : news, failures: [] });
    },
    diff: (_context, request) => ({ differences: differences(request), deleteBeforeReplace: false }),
    read: async (context, { id, inputs, state }) => {
      const key = keyOf(context);
      this.onRead(key);
      const found = this.objects.get(key);
      if (inputs === undefined || found === undefined) return undefined;
      const values = { ...state?.values, ...found };
      const result = { id, inputs, state: { values, secrets: state?.secrets ?? [] } };
      const problem = this.problems.get(key);
      if (problem !== undefined) throw new PartialError(new UserError(problem), result);
      return result;
    },
    apply: async (context, request) => {
      const key = keyOf(context);
      const refusal = this.refusals.get(key);
      if (refusal !== undefined) throw new UserError(refusal);
      const state = stateOf(context, request.inputs);
      if (request.preview) {
        context.planned(this.foreseen.get(key) ?? defaultPlan(key, request));
      } else {
        this.done.push(`${request.id === undefined ? "create" : "update"} ${key}`);
        this.objects.set(key, { ...state.values });
      }
      return { id: request.id ?? key, state };
    },
    remove: async (context) => {
      this.done.push(`delete ${keyOf(context)}`);
      this.objects.delete(keyOf(context));
    },
  };

  /** Changes an object by hand. */
  change(key: string, values: Values): void {
    this.objects.set(key, { ...this.objects.get(key), ...values });
  }
}

function defaultPlan(key: string, { id }: ApplyRequest): Foreseen {
  const text = `${id === undefined ? "create" : "update"} ${key}`;
  return { steps: [{ kind: "create", text, cause: "the test says so" }] };
}

function stateOf({ urn }: Context, { secrets, values }: Bag): Bag {
  const link = { hostId: urn.name, address: "192.0.2.1", user: "deploy" };
  const reference = values["name"] ?? "";
  const more: Readonly<Record<string, Values>> = {
    "moorage:index:Host": { link, hostId: urn.name },
    "moorage:index:Image": { reference, imageId: `sha256:${String(reference)}` },
    "moorage:index:Container": { containerId: "c1", status: "running" },
  };
  return { values: { ...values, ...more[urn.type] }, secrets };
}

function differences({ news, oldInputs, oldState }: DiffRequest): PropertyDifference[] {
  const keys = [...new Set([...Object.keys(news.values), ...Object.keys(oldInputs.values)])];
  const changed = keys.filter((key) => text(news.values[key]) !== text(oldInputs.values[key]));
  const drifted = Object.keys(news.values).filter(
    (key) => !changed.includes(key) && text(news.values[key]) !== text(oldState.values[key]),
  );
  const status = oldState.values["status"] ?? "running";
  return [
    ...changed.map((key) => difference(key, true)),
    ...drifted.map((key) => difference(key, false)),
    ...(status === "running" ? [] : [difference("status", false)]),
  ];
}

function difference(key: string, isInput: boolean): PropertyDifference {
  return { path: [key], kind: "update", replaces: key === "name", isInput };
}

function text(value: Value | undefined): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === "symbol" ? "unknown" : each));
}

function nounOf({ urn }: Context): string {
  return urn.type.slice(urn.type.lastIndexOf(":") + 1);
}

function keyOf(context: Context): string {
  return `${nounOf(context)} ${context.urn.name}`;
}
