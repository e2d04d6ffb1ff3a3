import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { extract } from "tar-stream";
import { UserError } from "../../providers/errors";
import { container } from "../../providers/resources/container";
import type { Lifecycle } from "../../providers/resources/lifecycle";
import { network } from "../../providers/resources/network";
import { volume } from "../../providers/resources/volume";
import { schema } from "../support/door/door";
import { webImage } from "../support/engine-images";
import { Deployed } from "./deployed";
import { bag, type LocalHost, localHost } from "./engine-context";
import { CANARY, hostileMixture, hostileStrings } from "./hostile/strings";
import { isEnum, type Place, placesOf, takesText } from "./places";

const nouns: Readonly<Record<string, Lifecycle>> = { Container: container, Network: network, Volume: volume };
const AT_ONCE = 4;
const quick = { minReadySeconds: 0, stopTimeoutSeconds: 0 };

describe("a hostile text on a real engine", function () {
  this.timeout(300_000);
  let host: LocalHost;
  let web: string;

  before(async () => {
    host = await localHost("mrg-hostile");
    await host.clear();
    web = await host.load(await webImage());
  });
  after(async () => {
    await host.close();
    assert(!existsSync(CANARY), "a shell of this machine has seen one");
  });

  for (const [noun, lifecycle] of Object.entries(nouns)) {
    it(`must arrive as it is, or be refused by name: every text of a ${noun}`, async () => {
      const waiting = [...placesOf(schema, noun)].filter(
        (place) =>
          takesText(schema, place) && !isEnum(schema, place.type) && !/^(image|name)$/.test(place.title),
      );
      const failures: string[] = [];
      const lane = async (number: number) => {
        for (let place = waiting.shift(); place !== undefined; place = waiting.shift()) {
          const app = new Deployed(host, lifecycle, noun, `lane-${number}`);
          await tryOut(app, noun, place).catch((error: Error) =>
            failures.push(`${noun}.${place?.title}: ${error.stack}`),
          );
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, (_, number) => lane(number)));
      assert.equal(failures.length, 0, failures.join("\n\n"));
    });
  }

  it("must reach the process byte for byte, as an argument and as a variable", async () => {
    const texts = Object.values(hostileStrings);
    const app = new Deployed(host, container, "Container", "bytes");
    const script =
      'i=0; for text; do i=$((i+1)); eval "variable=\\$TEXT_$i"; ' +
      'printf %s "$text" >/tmp/$i; printf %s "$variable" >>/tmp/$i; done; exec /serve';
    const env = Object.fromEntries(texts.map((text, index) => [`TEXT_${index + 1}`, text]));
    await app.up({
      image: web,
      command: ["sh", "-c", script, "sh", ...texts],
      env,
      ...quick,
      minReadySeconds: 1,
    });
    for (const [index, text] of texts.entries()) {
      assert.equal(await contentOf(app, `/tmp/${index + 1}`), text + text);
    }
    await assert.rejects(contentOf(app, CANARY), { name: "NotFoundError" });
  });

  /** Makes an object with the text at a place, unless its check refuses that. */
  async function tryOut(app: Deployed, noun: string, place: Place): Promise<void> {
    const pattern = place.type.language?.moorage.pattern;
    const text = pattern?.startsWith("^/") === true ? `/${hostileMixture}` : hostileMixture;
    const values = { ...(noun === "Container" ? { image: web, ...quick } : {}), ...place.put(text) };
    const news = bag({ host: host.link, name: app.name, ...values });
    if (pattern !== undefined && !new RegExp(pattern, "u").test(text)) return;
    if ((await app.lifecycle.check(app.context, { olds: undefined, news })).failures.length > 0) return;
    try {
      await app.up(values);
      assert.equal(await app.refresh(), true);
      assert.deepEqual(await app.diff(values), []);
      assert(
        (await told(app, noun)).includes(JSON.stringify(text).slice(1, -1)),
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
  async function told({ name }: Deployed, noun: string): Promise<string> {
    const { containers, networks, volumes } = host.engine;
    if (noun === "Network") return JSON.stringify(await networks.inspect(name));
    return JSON.stringify(await (noun === "Volume" ? volumes.inspect(name) : containers.inspect(name)));
  }

  async function contentOf({ name }: Deployed, path: string): Promise<string> {
    const archive = await host.engine.containers.readArchive(name, path);
    const unpack = extract();
    archive.pipe(unpack);
    const parts: Buffer[] = [];
    for await (const entry of unpack) for await (const part of entry) parts.push(part as Buffer);
    return Buffer.concat(parts).toString("utf8");
  }
});
