import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { extract } from "tar-stream";
import { container } from "../../providers/resources/container";
import { webImage } from "../support/engine-images";
import { Deployed } from "./deployed";
import { type LocalHost, localHost } from "./engine-context";
import { CANARY, hostileMixture, hostileStrings } from "./hostile/strings";
import { nouns, QUICK, tryNouns } from "./hostile/try-all";

describe("a hostile text on a real engine", function () {
  this.timeout(300_000);
  let host: LocalHost;
  let web: string;
  let trials: ReadonlyMap<string, Promise<void>>;

  before(async () => {
    host = await localHost("mrg-hostile");
    await host.clear();
    web = await host.load(await webImage());
    trials = tryNouns({ host, image: web, text: hostileMixture });
  });
  after(async () => {
    await Promise.allSettled(trials?.values() ?? []);
    await host.close();
    assert(!existsSync(CANARY), "a shell of this machine has seen one");
  });

  for (const noun of Object.keys(nouns)) {
    it(`must arrive as it is, or be refused by name: every text of a ${noun}`, () => trials.get(noun));
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
      ...QUICK,
      minReadySeconds: 1,
    });
    for (const [index, text] of texts.entries()) {
      assert.equal(await contentOf(app, `/tmp/${index + 1}`), text + text);
    }
    await assert.rejects(contentOf(app, CANARY), { name: "NotFoundError" });
  });

  async function contentOf({ name }: Deployed, path: string): Promise<string> {
    const archive = await host.engine.containers.readArchive(name, path);
    const unpack = extract();
    archive.pipe(unpack);
    const parts: Buffer[] = [];
    for await (const entry of unpack) for await (const part of entry) parts.push(part as Buffer);
    return Buffer.concat(parts).toString("utf8");
  }
});
