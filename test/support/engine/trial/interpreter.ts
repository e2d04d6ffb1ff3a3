import * as pulumi from "@pulumi/pulumi";
import type { Cloud } from "../lab/cloud";
import { readable, type Json } from "../lab/wire";
import type { Alias, Declared, HookMoment, Options, Program, Value } from "./program";

type Built = pulumi.CustomResource | pulumi.ComponentResource | pulumi.ProviderResource;

/** Outputs that every resource of the lab has beside its inputs. */
const computed = { serial: undefined, revision: undefined, token: undefined };

/** Outputs of the kit's component. */
const made = { joined: undefined, second: undefined };

/** Runs a program that is data, and returns the stack's outputs. Hooks are logged beside the provider's calls. */
export function interpret(program: Program, cloud: Cloud): Record<string, unknown> {
  const built = new Map<string, Built>();
  if (program.invokeTransform === true) pulumi.runtime.registerInvokeTransform(echoMore);
  for (const declared of program.resources) built.set(declared.slot, build(declared, built, cloud));
  const outputs = Object.entries(program.outputs).map(([name, value]) => [name, evaluate(value, built)]);
  if (program.throws === true) throw new Error("the program was told to throw");
  return Object.fromEntries(outputs) as Record<string, unknown>;
}

function build(declared: Declared, built: ReadonlyMap<string, Built>, cloud: Cloud): Built {
  const { kind, type, name } = declared;
  const properties = Object.entries(declared.properties).map(([key, value]) => [key, evaluate(value, built)]);
  const inputs = Object.fromEntries(properties) as pulumi.Inputs;
  const options = optionsOf(declared, built, cloud);
  if (kind === "component") return new Group(type, name, inputs, options);
  if (kind === "remote") return new Remote(type, name, { ...inputs, ...made }, options, true);
  if (kind === "provider") return new Provider(type, name, inputs, options);
  const id = kind === "read" ? { id: declared.options.import ?? "" } : {};
  return new Custom(type, name, { ...inputs, ...computed }, { ...options, ...id });
}

class Custom extends pulumi.CustomResource {}

class Remote extends pulumi.ComponentResource {}

class Provider extends pulumi.ProviderResource {}

class Group extends pulumi.ComponentResource {
  constructor(type: string, name: string, inputs: pulumi.Inputs, options: pulumi.ComponentResourceOptions) {
    super(type, name, inputs, options);
    this.registerOutputs({ described: name, ...inputs });
  }
}

function evaluate(value: Value, built: ReadonlyMap<string, Built>): unknown {
  if ("literal" in value) return value.literal;
  if ("secret" in value) return pulumi.secret(evaluate(value.secret, built));
  if ("resource" in value) return built.get(value.resource) ?? "gone";
  if ("asset" in value) return new pulumi.asset.StringAsset(value.asset);
  if ("list" in value) return value.list.map((each) => evaluate(each, built));
  if ("invoke" in value) {
    const asked = { word: evaluate(value.invoke, built) };
    return pulumi.runtime.invokeOutput<{ word: unknown }>("lab:index:echo", asked).word;
  }
  if ("greet" in value) {
    const component = built.get(value.of);
    if (component === undefined) return "gone";
    const args = { __self__: component, word: evaluate(value.greet, built) };
    return pulumi.runtime
      .call<{ greeting: unknown }>("kit:index:Pair/greet", args, component)
      .apply(greetingOf);
  }
  if ("map" in value) {
    const entries = Object.entries(value.map).map(([key, each]) => [key, evaluate(each, built)]);
    return Object.fromEntries(entries) as unknown;
  }
  const resource = built.get(value.of) as unknown as Record<string, unknown> | undefined;
  return resource?.[value.output] ?? "gone";
}

function greetingOf({ greeting }: { readonly greeting: unknown }): unknown {
  return greeting;
}

function optionsOf(
  { options, kind, name }: Declared,
  built: ReadonlyMap<string, Built>,
  cloud: Cloud,
): pulumi.CustomResourceOptions & pulumi.ComponentResourceOptions {
  const {
    parent,
    dependsOn,
    provider,
    providers,
    deletedWith,
    replaceWith,
    aliases,
    hooks,
    transform,
    ...rest
  } = options;
  const all = (slots: readonly string[] | undefined) => slots?.flatMap((slot) => built.get(slot) ?? []);
  const one = (slot: string | undefined) => (slot === undefined ? undefined : built.get(slot));
  const { import: id, ...plain } = rest;
  const found: Record<string, unknown> = {
    ...mutable(plain),
    parent: one(parent),
    dependsOn: all(dependsOn),
    provider: one(provider),
    providers: all(providers),
    deletedWith: one(deletedWith),
    replaceWith: all(replaceWith),
    aliases: aliases?.map((alias) => aliasOf(alias, built)),
    hooks: hooks === undefined ? undefined : hooksOf(name, hooks, cloud),
    transforms: transform === true ? [note] : undefined,
    import: kind === "resource" ? id : undefined,
  };
  const given = Object.entries(found).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as pulumi.CustomResourceOptions;
}

function mutable(options: Options): object {
  return structuredClone(options);
}

function aliasOf({ parent, ...alias }: Alias, built: ReadonlyMap<string, Built>): pulumi.Alias {
  if (parent === undefined) return alias;
  if (parent === null) return { ...alias, parent: pulumi.rootStackResource };
  const resource = built.get(parent);
  return resource === undefined ? alias : { ...alias, parent: resource };
}

function note(args: pulumi.ResourceTransformArgs): pulumi.ResourceTransformResult {
  return { props: { ...args.props, note: "transformed" }, opts: args.opts };
}

function echoMore({ args, opts }: pulumi.InvokeTransformArgs): pulumi.InvokeTransformResult {
  return { args: { ...args, word: "transformed" }, opts };
}

function hooksOf(name: string, moments: readonly HookMoment[], cloud: Cloud): pulumi.ResourceHookBinding {
  const bound = moments.map((moment) => {
    const hook = new pulumi.ResourceHook(`${name} ${moment}`, (args) => {
      const sent = JSON.parse(JSON.stringify(args)) as Record<string, Json>;
      const { urn, ...others } = sent;
      cloud.calls.push({
        instance: 0,
        provider: "hook",
        method: moment,
        urn: String(urn),
        sent: readable(others),
      });
    });
    return [moment, [hook]];
  });
  return Object.fromEntries(bound) as pulumi.ResourceHookBinding;
}
