import type { Declared, HookMoment, Options, Value } from "../trial/program";
import { hookMoments } from "../trial/program";
import type { Json } from "../lab/wire";
import { weighted, type Draw } from "./random";

const labKinds = ["Plain", "Plain", "Plain", "Terse", "Unsure", "Secretive", "Padded", "Stale"] as const;
const oldKinds = ["Plain", "Terse", "Secretive", "Padded"] as const;
const propertyNames = ["value", "key", "slot", "note", "size", "more", "quiet"] as const;

/** A resource for a slot, which may need those before it. */
export function drawResource(draw: Draw, slot: string, before: readonly Declared[]): Declared {
  const kind = weighted(draw, [
    [16, "resource"],
    [4, "component"],
    [3, "provider"],
    [1, "read"],
  ] as const);
  const type = drawType(draw, kind);
  const bare: Declared = { slot, name: slot, kind, type, properties: {}, options: {} };
  const properties = drawProperties(draw, bare, before);
  const declared = { ...bare, properties, options: drawOptions(draw, bare, before) };
  return kind === "component" || kind === "provider" ? declared : existing(draw, declared);
}

/** What is read, and now and then what is declared, is there already. */
function existing(draw: Draw, declared: Declared): Declared {
  const { kind, type, options } = declared;
  const own = type.split(":").at(-1) ?? "";
  if (kind === "read")
    return { ...declared, options: { ...options, import: `found-${own}-${draw.number(1, 2)}` } };
  if (!["Plain", "Padded", "Secretive"].includes(own) || !draw.percent(10)) return declared;
  const id = draw.percent(85) ? `found-${own}-${draw.number(1, 2)}` : "found-Plain-3";
  const found: Declared["properties"] = { value: { literal: "found" } };
  const properties = draw.percent(80) ? found : declared.properties;
  return { ...declared, properties, options: { ...options, transform: false, import: id } };
}

function drawType(draw: Draw, kind: Declared["kind"]): string {
  if (kind === "component") return draw.one(["trial:index:Group", "trial:index:Team"]);
  const packageName = draw.percent(75) ? "lab" : "old";
  if (kind === "provider") return packageName;
  if (kind === "read") return `lab:index:${draw.one(["Plain", "Secretive"])}`;
  return `${packageName}:index:${packageName === "lab" ? draw.one(labKinds) : draw.one(oldKinds)}`;
}

function drawProperties(
  draw: Draw,
  { kind }: Declared,
  before: readonly Declared[],
): Readonly<Record<string, Value>> {
  if (kind === "read") return {};
  if (kind === "provider") {
    const zone: Record<string, Value> = draw.percent(40)
      ? { zone: { literal: draw.one(["north", "south"]) } }
      : {};
    return { ...zone, tone: drawValue(draw, draw.percent(80) ? [] : before, 0) };
  }
  const names = kind === "component" ? draw.some(["value"], 1) : ["value", ...draw.some(propertyNames, 2)];
  return Object.fromEntries(names.map((name) => [name, drawProperty(draw, name, before)]));
}

/** A value for a property of this name. */
export function drawProperty(draw: Draw, name: string, before: readonly Declared[]): Value {
  if (name === "size") return { literal: draw.number(1, 4) };
  if ((name === "key" || name === "slot") && draw.percent(70)) return { literal: draw.one(["one", "two"]) };
  return drawValue(draw, before, 0);
}

const words = ["a", "b", "c", "", "long text"] as const;

function drawValue(draw: Draw, before: readonly Declared[], depth: number): Value {
  const deeper = () => drawValue(draw, before, depth + 1);
  const source = draw.one(before.filter(({ kind }) => kind === "resource" || kind === "read"));
  const anything = draw.one(before);
  return weighted<() => Value>(draw, [
    [8, () => ({ literal: draw.one(words) })],
    [1, () => ({ literal: draw.one<Json>([true, false, 0, 1.5, null]) })],
    [source === undefined ? 0 : 6, () => ({ of: source?.slot ?? "", output: drawOutput(draw) })],
    [3, () => ({ secret: depth < 2 ? deeper() : { literal: draw.one(words) } })],
    [depth < 2 ? 2 : 0, () => ({ list: [deeper(), { literal: draw.one(words) }] })],
    [depth < 2 ? 2 : 0, () => ({ map: { x: deeper(), y: { literal: draw.one(words) } } })],
    [1, () => ({ asset: draw.one(["a", "b", "c"]) })],
    [anything === undefined ? 0 : 1, () => ({ resource: anything?.slot ?? "" })],
    [depth < 1 ? 1 : 0, () => ({ invoke: deeper() })],
  ])();
}

function drawOutput(draw: Draw): string {
  return draw.one(["serial", "serial", "id", "urn", "value", "revision", "token"]);
}

/** Options for a resource after these. */
export function drawOptions(draw: Draw, declared: Declared, before: readonly Declared[]): Options {
  const { kind, type } = declared;
  const slots = before.map(({ slot }) => slot);
  const packageName = type.split(":")[0];
  const providers = before.filter((each) => each.kind === "provider");
  const own = providers.filter((each) => each.type === packageName).map(({ slot }) => slot);
  const customs = before.filter((each) => each.kind === "resource").map(({ slot }) => slot);
  const given: { -readonly [name in keyof Options]: Options[name] } = {};
  const parents = before.filter((each) => each.kind === "component" || each.kind === "resource");
  const parent = draw.percent(45) ? draw.one(parents) : undefined;
  if (parent !== undefined) given.parent = parent.slot;
  if (slots.length > 0 && draw.percent(20)) given.dependsOn = draw.some(slots, 2);
  if (draw.percent(4)) given.protect = true;
  if (draw.percent(8)) given.retainOnDelete = true;
  const deletedWith = draw.percent(10) ? draw.one(customs) : undefined;
  if (deletedWith !== undefined) given.deletedWith = deletedWith;
  if (draw.percent(15)) given.transform = true;
  if (kind === "component" && providers.length > 0 && draw.percent(60)) {
    given.providers = draw.some(providers, 2).map(({ slot }) => slot);
  }
  if (kind !== "resource") return given;
  const provider = draw.percent(50) ? draw.one(own) : undefined;
  if (provider !== undefined) given.provider = provider;
  if (draw.percent(14)) given.ignoreChanges = draw.some(["value", "key", "more", "slot", "more.x", "*"], 2);
  if (draw.percent(14)) given.replaceOnChanges = draw.some(["value", "note", "revision", "more.x", "*"], 2);
  if (draw.percent(15)) given.deleteBeforeReplace = draw.percent(80);
  const replaceWith = draw.percent(8) ? draw.one(customs) : undefined;
  if (replaceWith !== undefined) given.replaceWith = [replaceWith];
  if (draw.percent(12))
    given.customTimeouts = draw.one([{ create: "5m" }, { update: "30s", delete: "1h30m" }]);
  if (draw.percent(12)) given.additionalSecretOutputs = draw.some(["serial", "value", "note"], 2);
  if (provider === undefined && draw.percent(6)) given.version = draw.one(["1.2.3", "2.0.0-rc.1"]);
  if (given.version === "2.0.0-rc.1") given.pluginDownloadURL = "https://plugins.example";
  if (draw.percent(12)) given.hooks = draw.some<HookMoment>(hookMoments, 3);
  return given;
}
