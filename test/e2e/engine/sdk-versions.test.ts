import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { releasedSdks, sdkFolder, withNewCode } from "../../support/engine/sdk-versions/released";
import { thingProvider } from "../../support/engine/thing-provider";
import { thingTypes } from "../../support/engine/stack-bed";
import { announce } from "../../support/setup/announce";
import { capture } from "../../support/setup/command";

const repository = join(__dirname, "../../..");
const trial = join(repository, "test/support/engine/sdk-versions/trial.cjs");

/** How many versions are tried at once: most of their time they wait to see that a program has stalled. */
const atOnce = 4;

const program = `${thingTypes}
const stack = pulumi.getStack();
if (stack === "base") exports.word = "anchor";
if (stack === "stalled") new Thing("waiting", { value: new Promise(() => {}) });
if (stack === "dev") {
  const seen = [];
  pulumi.runtime.registerResourceTransform(({ name, props, opts }) => {
    seen.push(name);
    return name === "changed" ? { props: { ...props, value: "by a transform" }, opts } : undefined;
  });
  const hook = new pulumi.ResourceHook("note", () => void seen.push("a hook"));
  const base = new pulumi.StackReference("organization/shop/base");
  const config = new pulumi.Config();
  const group = new Group("group");
  const one = new Thing("one", { value: base.requireOutput("word") }, { parent: group, hooks: { beforeCreate: [hook] } });
  const two = new Thing("two", { value: one.value.apply((word) => word.length) }, { dependsOn: group });
  const changed = new Thing("changed", { value: "by the program" });
  const hidden = new Thing("hidden", { value: pulumi.secret("hush") });
  exports.length = two.value;
  exports.changed = changed.value;
  exports.hidden = hidden.value;
  exports.region = config.require("region");
  exports.answer = pulumi.output(pulumi.runtime.invoke("test:index:echo", { word: one.value })).word;
  exports.seen = pulumi.all([one.urn, two.urn, changed.urn, hidden.urn]).apply(() => seen.sort());
}
`;

interface Ended {
  readonly outcome: string;
  readonly changes: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly told: string;
}

interface Results {
  readonly sdk: string;
  readonly made: Ended;
  readonly again: Ended;
  readonly stalled: Ended;
}

/** What the program of the stack dev ends with. */
const expectedOutputs = {
  length: 6,
  changed: "by a transform",
  hidden: { element: "hush" },
  region: "north",
  answer: "anchor",
  seen: ["a hook", "changed", "group", "hidden", "one", "two"],
};

describe("the released versions of @pulumi/pulumi in the engine's range", function () {
  this.timeout(600_000);
  let server: Server;
  let port: number;

  before(async () => {
    server = new Server();
    server.addService(ResourceProviderService, {
      ...(await thingProvider()({} as never)).handlers,
      attach: (_call: unknown, answer: (error: null, message: Empty) => void) => answer(null, new Empty()),
    });
    port = await new Promise((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
  });
  after(() => server.forceShutdown());

  it("must each run programs", async function () {
    const waiting = [...(await withNewCode(await releasedSdks()))];
    if (waiting.length === 0) {
      announce("skipped: no released version of the SDK is to be had");
      return this.skip();
    }
    const problems: string[] = [];
    const work = async (): Promise<void> => {
      for (let version = waiting.shift(); version !== undefined; version = waiting.shift()) {
        await tryOut(version).catch((error: Error) => problems.push(`${String(version)}: ${error.message}`));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    assert.equal(problems.join("\n\n"), "");
  });

  async function tryOut(version: string): Promise<void> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "moorage-sdk-")));
    try {
      const { sdk, made, again, stalled } = await runTrial(folder, version);
      assert.equal(sdk, join(folder, "node_modules/@pulumi/pulumi"));
      assert.deepEqual(made.outputs, expectedOutputs, made.told);
      assert.deepEqual([again.outcome, again.changes], ["succeeded", { same: 6 }], again.told);
      assert.match(stalled.told, /never resolve.*Still waiting:.*waiting/s);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async function runTrial(folder: string, version: string): Promise<Results> {
    mkdirSync(join(folder, "state"));
    mkdirSync(join(folder, "node_modules/@pulumi"), { recursive: true });
    symlinkSync(sdkFolder(version), join(folder, "node_modules/@pulumi/pulumi"));
    mkdirSync(join(folder, "node_modules/moorage"));
    symlinkSync(join(repository, "dist"), join(folder, "node_modules/moorage/dist"));
    const files = {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "Pulumi.dev.yaml": "config:\n  shop:region: north\n",
      "index.js": program,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const file = join(folder, "results");
    // With the links as they stand, the engine finds the folder's SDK, and not the repository's; all else, and the
    // dependencies of the SDK, are found in the repository.
    const { code, stderr } = await capture(
      [process.execPath, "--preserve-symlinks", "--preserve-symlinks-main", trial, folder, file],
      { env: { NODE_PATH: join(repository, "node_modules"), PULUMI_DEBUG_PROVIDERS: `test:${port}` } },
    );
    assert.equal(code, 0, stderr.slice(0, 2000));
    return JSON.parse(readFileSync(file, "utf8")) as Results;
  }
});
