import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { openBackend, parseStackReference } from "../../../engine/backend";
import { openStack, runOperation, type OperationKind } from "../../../engine/operations";
import { ensureGoPlugin } from "../../support/engine/go-plugin/build";
import { findProgram } from "../../support/setup/command";

class Note extends pulumi.CustomResource {
  declare readonly loud: pulumi.Output<string>;

  constructor(name: string, text: pulumi.Input<string>) {
    super("notes:index:Note", name, { text, loud: undefined });
  }
}

describe("a third-party plugin, written in Go on Pulumi's SDK", () => {
  let folder: string;
  let text = "hello";

  before(async function () {
    if (findProgram("go") === undefined) {
      process.stdout.write("skipped: there is no Go on PATH to build the plugin with\n");
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), "moorage-go-plugin-"));
    await mkdir(join(folder, "state"));
    const providers = [{ name: "notes", path: await ensureGoPlugin() }];
    await writeFile(
      join(folder, "Pulumi.yaml"),
      stringify({ name: "trial", runtime: "nodejs", plugins: { providers } }),
    );
    const backend = await openBackend({ url: `file://${folder}/state`, environment: {} });
    await backend.createStack(parseStackReference("dev", "trial"));
  });

  after(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  async function operate(kind: OperationKind) {
    const environment = { ...process.env, PULUMI_CONFIG_PASSPHRASE: "test" };
    const target = await openStack({
      folder,
      stack: "dev",
      backendUrl: `file://${folder}/state`,
      environment,
    });
    const program = () => ({ loud: new Note("note", text).loud });
    return runOperation(kind, target, { program, environment });
  }

  it("must make, change, refresh and remove its resources under our engine", async () => {
    const made = await operate("update");
    assert.deepEqual([made.outcome, made.outputs["loud"]], ["succeeded", "HELLO"]);
    text = "goodbye";
    const changed = await operate("update");
    assert.deepEqual(
      [changed.outcome, changed.changes.update, changed.outputs["loud"]],
      ["succeeded", 1, "GOODBYE"],
    );
    assert.equal((await operate("update")).changes.same, 2);
    assert.equal((await operate("refresh")).outcome, "succeeded");
    assert.equal((await operate("destroy")).changes.delete, 2);
  });
});
