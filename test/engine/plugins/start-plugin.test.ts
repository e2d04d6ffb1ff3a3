import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPlugin } from "../../../engine/plugins/connect";

describe("a plugin that is started", () => {
  let folder = "";
  before(() => (folder = mkdtempSync(join(tmpdir(), "moorage-plugin-"))));
  after(() => rmSync(folder, { recursive: true }));

  function start(
    script: string,
    connectWithin?: number,
    askAliveAfter?: number,
  ): ReturnType<typeof startPlugin> {
    const program = join(folder, "pulumi-resource-lab");
    writeFileSync(program, `#!/bin/sh\n${script}\n`);
    chmodSync(program, 0o755);
    const environment = { ...process.env, LAB_FOLDER: folder };
    return startPlugin({
      name: "lab",
      program,
      engineAddress: "127.0.0.1:1",
      folder,
      environment,
      connectWithin,
      askAliveAfter,
    });
  }

  const startImpostor = (what: string, connectWithin?: number) => {
    const script = join(__dirname, "../../support/engine/impostor-plugin.cjs");
    return start(`exec "${process.execPath}" "${script}" ${what}`, connectWithin);
  };

  it("must be told with its last words if it ends before it tells its port", async () => {
    await assert.rejects(start("echo no license >&2; exit 3"), {
      name: "PluginStartError",
      message: /the plugin lab .* exited with code 3\. It last said:\nno license/,
    });
  });

  it("must be told if it prints something else than its port, and be ended", async () => {
    await assert.rejects(
      start("echo $$ > $LAB_FOLDER/pid; echo Welcome; exec sleep 60"),
      /printed "Welcome"/,
    );
    const pid = Number(readFileSync(join(folder, "pid"), "utf8"));
    assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
  });

  for (const what of ["http1", "nobody"]) {
    it(`must be told if there is no gRPC at the port that it tells: ${what}`, async () => {
      await assert.rejects(startImpostor(what, 500), {
        name: "PluginStartError",
        message: /the plugin lab .* does not speak gRPC at 127\.0\.0\.1:\d+/,
      });
    });
  }

  it("must be told in its first call if it speaks HTTP/2, and no gRPC", async () => {
    const provider = await startImpostor("http2");
    const schema = await provider.getSchema({ version: 0 }).catch((error: Error) => error);
    await provider.close();
    assert.match(String(schema), /^ProviderError: /);
  });

  it("must be told at once if it ends as soon as it has told its port", async () => {
    await assert.rejects(startImpostor("ends"), /the plugin lab .* exited with code 4/);
  });

  it("must be told if it cannot be started at all", async () => {
    const program = join(folder, "lost");
    const launch = { name: "lab", program, engineAddress: "", folder, environment: process.env };
    await assert.rejects(startPlugin(launch), /could not be started: .*ENOENT/);
  });

  it("must say how it ended if it ends in the middle of a call", async () => {
    const server = join(__dirname, "../../support/engine/dying-plugin.cjs");
    const provider = await start(`exec "${process.execPath}" "${server}"`);
    await assert.rejects(provider.getSchema({ version: 0 }), {
      name: "ProviderLostError",
      code: "Unknown",
      message: /the plugin lab .* exited with code 7\. It last said:\nout of memory/,
    });
    await provider.close();
  });

  it("must be given up if nothing comes of its connection, as after an answer that HTTP/2 cannot carry", async () => {
    const server = join(__dirname, "../../support/engine/faulty-plugin.cjs");
    const provider = await start(`FAULT=verbose exec "${process.execPath}" "${server}"`, undefined, 200);
    const resource = {
      urn: "urn:pulumi:dev::shop::lab:index:Plain::one",
      type: "lab:index:Plain",
      name: "one",
    };
    await assert.rejects(provider.create({ ...resource, inputs: {}, timeout: 0, preview: false }), {
      name: "ProviderError",
      code: "Unavailable",
    });
    await provider.close();
  });
});
