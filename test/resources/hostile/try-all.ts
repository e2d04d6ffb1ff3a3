import assert from "node:assert/strict";
import { UserError } from "../../../providers/errors";
import type { Value } from "../../../providers/resources/bag";
import { container } from "../../../providers/resources/container";
import type { Lifecycle } from "../../../providers/resources/lifecycle";
import { network } from "../../../providers/resources/network";
import { volume } from "../../../providers/resources/volume";
import { schema } from "../../support/door/door";
import { Deployed } from "../deployed";
import { bag, type LocalHost } from "../engine-context";
import { isEnum, type Place, placesOf, takesText } from "../places";

export const nouns: Readonly<Record<string, Lifecycle>> = {
  Container: container,
  Network: network,
  Volume: volume,
};
export const QUICK = { minReadySeconds: 0, stopTimeoutSeconds: 0 };
const AT_ONCE = 4;

/** Places within what a text says. */
const within: readonly Place[] = (
  [
    ["command[1]", (text) => ({ command: ["/serve", text] })],
    ["healthcheck.test[2]", (text) => ({ healthcheck: { test: ["CMD", "/ok", text], intervalSeconds: 1 } })],
    ["securityOpts[0] of apparmor", (text) => ({ securityOpts: [`apparmor=${text}`] })],
    ["securityOpts[0] of label", (text) => ({ securityOpts: [`label=user:${text}`] })],
    ["securityOpts[0] of seccomp", (text) => ({ securityOpts: [`seccomp=${text}`] })],
    ["sysctls of networks", (text) => ({ sysctls: { "net.ipv4.ip_forward": text } })],
    ["logOptions.tag", (text) => ({ logOptions: { tag: text } })],
    ["logOptions.max-size", (text) => ({ logOptions: { "max-size": text } })],
  ] as const satisfies readonly (readonly [string, (text: string) => Record<string, Value>])[]
).map(([title, values]) => ({
  title,
  property: title.split(/[[. ]/)[0] ?? "",
  type: { type: "string" },
  put: (text) => values(String(text)),
}));

export interface Trial {
  readonly host: LocalHost;
  readonly noun: string;
  /** What a container is made of. */
  readonly image: string;
  readonly text: string;
}

/** Begins with every noun at once: most of the time goes by in waits of the engine for plugins that nobody has. */
export function tryNouns(trial: Omit<Trial, "noun">): ReadonlyMap<string, Promise<void>> {
  const trials = new Map(Object.keys(nouns).map((noun) => [noun, tryAll({ ...trial, noun })]));
  for (const each of trials.values()) each.catch(() => undefined);
  return trials;
}

/** Puts a text at every place of a noun, one after another: it must arrive as it is, or be refused by name. */
async function tryAll(trial: Trial): Promise<void> {
  const { host, noun } = trial;
  const places = [...placesOf(schema, noun)].filter(
    // What a probe sends is for a server: the engine hears nothing of it.
    (place) => takesText(schema, place) && !isEnum(schema, place.type) && place.property !== "probe",
  );
  const waiting = [...places, ...(noun === "Container" ? within : [])];
  const failures: string[] = [];
  const lane = async () => {
    for (let place = waiting.shift(); place !== undefined; place = waiting.shift()) {
      // Each has a name of its own: one that hangs is not to be in the way of others.
      const app = new Deployed(
        host,
        nouns[noun] as Lifecycle,
        noun,
        `${noun}-${waiting.length}`.toLowerCase(),
      );
      await tryOne(app, place, trial).catch((error: Error) =>
        failures.push(`${noun}.${place?.title}: ${error.stack?.slice(0, 4000)}`),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  assert.equal(failures.length, 0, failures.join("\n\n"));
}

/** Makes an object with the text at a place, unless its check refuses that. */
async function tryOne(app: Deployed, place: Place, { host, noun, image, text: any }: Trial): Promise<void> {
  const pattern = place.type.language?.moorage.pattern;
  const text = pattern?.startsWith("^/") === true ? `/${any}` : any;
  const values = { ...(noun === "Container" ? { image, ...QUICK } : {}), ...place.put(text) };
  const news = bag({ host: host.link, name: app.name, ...values });
  if (pattern !== undefined && !new RegExp(pattern, "u").test(text)) return;
  const { failures } = await app.lifecycle.check(app.context, { olds: undefined, news });
  if (failures.length > 0) return;
  try {
    await app.up(values);
    assert.equal(await app.refresh(), true);
    assert.deepEqual(await app.diff(values), []);
    const name = place.title === "name" ? text : app.name;
    assert(
      (await told(app, name)).includes(JSON.stringify(text).slice(1, -1)),
      "the engine has it otherwise",
    );
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const isNamed =
      error.property?.startsWith(place.property) === true || error.message.includes(place.property);
    assert(isNamed, `${error.message} (property ${error.property})`);
  } finally {
    if (app.id !== undefined) await app.destroy();
  }
}

/** All that the engine says of an object. */
async function told({ type, host }: Deployed, name: string): Promise<string> {
  const { containers, networks, volumes } = (host as LocalHost).engine;
  if (type === "Network") return JSON.stringify(await networks.inspect(name));
  return JSON.stringify(await (type === "Volume" ? volumes.inspect(name) : containers.inspect(name)));
}
