import assert from "node:assert/strict";
import { compareApiVersions } from "../../../providers/docker/api-version";
import { UserError } from "../../../providers/errors";
import { createRequest, draft } from "../../../providers/reconcile/container/desired";
import { observeContainer } from "../../../providers/reconcile/container/observe";
import { options } from "../../../providers/reconcile/container/options";
import {
  type ContainerSpec,
  NO_DEFAULTS,
  type OptionName,
} from "../../../providers/reconcile/container/options/option";
import { compareContainer, sameOption } from "../../../providers/reconcile/container/compare";
import type { Value } from "../../../providers/resources/bag";
import { container } from "../../../providers/resources/container";
import { desiredOf } from "../../reconcile/container/engine-echo";
import type { Example, Told } from "../../reconcile/container/examples/example";
import { DISK } from "../../reconcile/container/examples/limits";
import { Deployed } from "../deployed";
import type { LocalHost } from "../engine-context";

/** What the tests of one engine share. */
export interface OnEngine {
  readonly host: LocalHost;
  readonly image: string;
  readonly apiVersion: string;
  /** Path of a disk on the machine. */
  readonly disk: string;
  /** Whether options that take a new container are also taken back to their default. */
  readonly whole: boolean;
  /** What a container has to which no option is given, by the options beside. */
  readonly fresh: Map<string, Promise<Values>>;
}

export type Values = Readonly<Record<string, Value>>;

export const QUICK = { minReadySeconds: 0, stopTimeoutSeconds: 0 };

/**
 * Set → read back equal → again = no step → changed = exactly what was foretold → unset = as if never given.
 * Resolves with the engine's words where it refuses such a container, as the example allows.
 */
export async function testOption(
  on: OnEngine,
  name: OptionName,
  sample: Example<OptionName>,
): Promise<string | undefined> {
  const example = withDisk(sample, on.disk);
  const [first, second] = example.values;
  const app = new Deployed(on.host, container, "Container", `app-${name}`.toLowerCase());
  const base: Values = { image: on.image, ...QUICK, ...(example.beside as Values | undefined) };
  const withFirst: Values = { ...base, [name]: first as Value };
  if (isTooNew(on, name)) {
    await mustNameVersion(app, withFirst, name);
    return undefined;
  }
  try {
    await quiet(app, withFirst);
    await mustHave(on, app, example.told);
    const afterFirst = app.output("containerId");
    if (second !== undefined) {
      await quiet(app, { ...base, [name]: second as Value });
      assert.equal(app.output("containerId") === afterFirst ? "update" : "replace", example.change);
    }
    if (!on.whole && example.change === "replace") return undefined;
    const before = app.output("containerId");
    await quiet(app, base);
    const isDefault = await hasValue(on, app, name, second ?? first);
    const kept = app.output("containerId") === before;
    assert.equal(
      kept ? "kept" : "replace",
      isDefault || (example.unset ?? "replace") !== "replace" ? "kept" : "replace",
    );
    assert.deepEqual(await imported(app), await freshOne(on, base));
  } catch (error) {
    if (!(error instanceof UserError) || example.mayBeRefused === undefined) throw error;
    assert.match(error.message, example.mayBeRefused);
    await mustBeReadBack(on, name, example);
    return error.message.split("\n")[0];
  } finally {
    if (app.id !== undefined) await app.destroy();
  }
  return undefined;
}

/** Whether a container has a value of an option. */
async function hasValue(
  on: OnEngine,
  app: Deployed,
  name: OptionName,
  value: ContainerSpec[OptionName],
): Promise<boolean> {
  const facts = observeContainer(await on.host.engine.containers.inspect(app.name));
  return sameOption(name, value, options[name].read(facts, NO_DEFAULTS) as typeof value);
}

/** An example with a disk that the machine has. */
export function withDisk(example: Example<OptionName>, disk: string): Example<OptionName> {
  const put = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll(DISK, disk)) as T;
  const [first, second] = example.values;
  return {
    ...example,
    values: [put(first), second === undefined ? undefined : put(second)],
    told: put(example.told),
  };
}

/** Another value: set, and found as it was set. */
export async function testValue(on: OnEngine, name: OptionName, index: number, value: Value): Promise<void> {
  const app = new Deployed(on.host, container, "Container", `also-${name}-${index}`.toLowerCase());
  // On the network of another container its port is taken.
  await quiet(app, { image: on.image, ...QUICK, env: { PORT: "81" }, [name]: value });
  await app.destroy();
}

/** Parts that older engines lack: had where the engine has them, else refused by name before anything is made. */
export async function testPart(on: OnEngine, name: OptionName, part: string, value: Value): Promise<void> {
  const app = new Deployed(
    on.host,
    container,
    "Container",
    `new-${name}-${part}`.toLowerCase().replaceAll(/[^a-z-]/g, ""),
  );
  const values: Values = { image: on.image, ...QUICK, [name]: value };
  const newer = (options[name].newer ?? []).find((each) => each.part === part);
  assert(newer !== undefined);
  if (compareApiVersions(on.apiVersion, newer.since) < 0) {
    await mustNameVersion(app, values, name);
    return;
  }
  await quiet(app, values);
  await app.destroy();
}

function isTooNew({ apiVersion }: OnEngine, name: OptionName): boolean {
  return (options[name].newer ?? []).some(
    ({ part, since }) => part === "" && compareApiVersions(apiVersion, since) < 0,
  );
}

/** At preview and before anything is made. */
async function mustNameVersion(app: Deployed, values: Values, name: OptionName): Promise<void> {
  const named = (error: Error & { property?: string }) =>
    error.name === "UnsupportedOptionError" &&
    error.property?.startsWith(name) === true &&
    /API 1\.\d+/.test(error.message);
  await assert.rejects(app.preview({ ...values }), named);
  await assert.rejects(app.up({ ...values }), named);
  assert.equal(app.id, undefined);
}

/** Applies, and sees to it that a second look finds nothing to do. */
export async function quiet(app: Deployed, values: Values): Promise<void> {
  await app.up({ ...values });
  assert.equal(await app.refresh(), true);
  assert.deepEqual(await app.diff({ ...values }), []);
  await app.up({ ...values });
  assert.deepEqual(app.context.progressed, []);
}

/** What the engine says of the container must be what it was to be told, word by word. */
async function mustHave({ host }: OnEngine, app: Deployed, told: Told): Promise<void> {
  const { Config, HostConfig } = await host.engine.containers.inspect(app.name);
  for (const [key, value] of Object.entries(told.HostConfig ?? {})) {
    mustHold(HostConfig[key as keyof typeof HostConfig], value, key);
  }
  for (const [key, value] of Object.entries(told)) {
    const isBeside = key === "HostConfig" || key === "endpoint" || key === "platform";
    if (!isBeside) mustHold(Config[key as keyof typeof Config], value, key);
  }
}

/** Maps may have more than was asked for: the image's, the engine's, Moorage's labels. */
function mustHold(found: unknown, wanted: unknown, key: string): void {
  if (Array.isArray(wanted)) {
    const items = found as readonly unknown[];
    if (key !== "Env") assert.equal(items.length, wanted.length, key);
    for (const [index, item] of wanted.entries()) {
      if (typeof item === "object") mustHold(items[index], item, `${key}[${index}]`);
      else assert(items.includes(item), `${key} has no ${String(item)}`);
    }
  } else if (typeof wanted === "object" && wanted !== null) {
    for (const [inner, value] of Object.entries(wanted)) {
      mustHold((found as Record<string, unknown>)[inner], value, `${key}.${inner}`);
    }
  } else if (wanted !== "" && wanted !== false) {
    assert.deepEqual(found, wanted, key);
  }
}

/** By create and inspect alone: the machine cannot run it. Where create refuses too, nothing is to be read back. */
async function mustBeReadBack(
  { host, image }: OnEngine,
  name: OptionName,
  example: Example<OptionName>,
): Promise<void> {
  for (const value of example.values) {
    if (value === undefined) continue;
    const spec: ContainerSpec = { image, ...example.beside, [name]: value };
    const desired = desiredOf(spec, { owner: { urn: "u", stack: "s", name: "n" } });
    const { attachments, platform } = draft(spec);
    const [first] = attachments;
    assert(first !== undefined);
    const request = createRequest(desired, { operation: "create", first, inherited: [] });
    const made = await host.engine.containers
      .create(`${host.prefix}-made-${name.toLowerCase()}`, request, { platform })
      .catch((error: Error) => error);
    if (made instanceof Error) {
      assert.match(made.message, example.mayBeRefused ?? /^$/);
      continue;
    }
    const facts = observeContainer(await host.engine.containers.inspect(made.id));
    await host.engine.containers.remove(made.id, { volumes: true });
    if (made.warnings.some((warning) => /discarded/.test(warning))) continue;
    const comparison = compareContainer({ spec, facts, defaults: NO_DEFAULTS, formerly: spec });
    assert.equal(comparison.kind, "same", name);
  }
}

/** What an import would write of a container that was never given the option. */
export function freshOne(on: OnEngine, base: Values): Promise<Values> {
  const key = JSON.stringify(base);
  const known = on.fresh.get(key);
  if (known !== undefined) return known;
  const fresh = (async () => {
    const app = new Deployed(on.host, container, "Container", `fresh-${on.fresh.size}`);
    await app.up({ ...base });
    const found = await imported(app);
    await app.destroy();
    return found;
  })();
  on.fresh.set(key, fresh);
  return fresh;
}

export async function imported({ name, context }: Deployed): Promise<Values> {
  const found = await container.read(context, { id: `local/${name}`, inputs: undefined, state: undefined });
  const others = Object.entries(found?.inputs.values ?? {}).filter(
    ([key]) => key !== "name" && key !== "host",
  );
  return Object.fromEntries(others);
}
