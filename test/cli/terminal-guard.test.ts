import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Terminal as Emulator } from "@xterm/headless";
import { programFolder, type ProgramFolder } from "../support/engine/program-folder";
import { isAlive } from "../support/setup/process-alive";
import { waitFor } from "../support/setup/wait-for";
import { needPseudoTerminals, PseudoTerminal } from "./pseudo-terminal";
import { moorage } from "./typed";

/** Goes on where a file of the name `go` comes to be; then never waits again. */
const PROGRAM = `const { existsSync, writeFileSync } = require("node:fs");
module.exports = async () => {
  writeFileSync("pid", String(process.pid));
  while (!existsSync("go")) await new Promise((resolve) => setTimeout(resolve, 20));
  writeFileSync("gone", "");
  if (process.env.STUCK) for (;;);
};`;

describe("the terminal of an operation", function () {
  this.timeout(60_000);
  let folder: ProgramFolder;
  let terminal: PseudoTerminal;
  const env: Record<string, string> = { PATH: process.env["PATH"] ?? "", PULUMI_CONFIG_PASSPHRASE: "typed" };

  before(async function () {
    needPseudoTerminals(this);
    folder = programFolder({ "Pulumi.yaml": "name: shop\nruntime: nodejs\n", "index.js": PROGRAM });
    mkdirSync(join(folder.path, "state"));
    env["PULUMI_BACKEND_URL"] = `file://${folder.path}/state`;
    env["PULUMI_HOME"] = join(folder.path, "home");
    assert.equal((await moorage(["stack", "init", "dev", "-C", folder.path], env)).code, 0);
  });
  afterEach(() => {
    terminal?.kill();
    for (const file of ["go", "gone", "pid"]) rmSync(join(folder.path, file), { force: true });
  });
  after(() => folder?.remove());

  /** Begins an operation that waits in its program, with keys that are not shown. */
  async function begin(more: Readonly<Record<string, string>> = {}): Promise<number> {
    terminal = new PseudoTerminal(`moorage preview -C ${folder.path}; echo "ended $?"; read line; stty -a`, {
      ...env,
      ...more,
    });
    const pid = await waitFor("the program", () => Promise.resolve(pidOf(folder)));
    await terminal.echoes(false);
    return pid;
  }

  it("must not show an Enter that is pressed in it, and show keys again at its end", async () => {
    await begin();
    terminal.type("\r\r\r");
    folder.write({ go: "" });
    await terminal.shows(/ended 0/);
    terminal.type("\r");
    const [shown = "", settings] = (await terminal.end()).split("speed");
    assert.match(settings ?? "", / icanon [^]* echo /);
    assert.deepEqual(await screenOf(shown), [
      "Previewing shop/dev",
      "",
      "Changes:",
      "   + 1 to create: shop-dev",
      "ended 0",
    ]);
  });

  it("must show keys again when the command is killed", async () => {
    process.kill(await begin(), "SIGKILL");
    await terminal.echoes(true);
    terminal.type("\r");
    assert.match(await terminal.end(), /ended 137/);
  });

  const endings = [
    { what: "Ctrl-C is pressed again and again", press: () => terminal.type("\u0003") },
    { what: "it is closed", press: () => terminal.kill() },
  ];
  for (const { what, press } of endings) {
    it(`must be the end of the command when ${what}, though its program never waits again`, async () => {
      const pid = await begin({ STUCK: "1" });
      folder.write({ go: "" });
      await waitFor("the loop", () => Promise.resolve(existsSync(join(folder.path, "gone")) || undefined));
      await waitFor("its end", () => {
        press();
        return Promise.resolve(!isAlive(pid) || undefined);
      });
      const next = await moorage(["preview", "-C", folder.path], env);
      assert.equal(next.code, 0, next.stdout + next.stderr);
    });
  }
});

function pidOf({ path }: ProgramFolder): number | undefined {
  try {
    return Number(readFileSync(join(path, "pid"), "utf8")) || undefined;
  } catch {
    return undefined;
  }
}

async function screenOf(bytes: string): Promise<string[]> {
  const emulator = new Emulator({ cols: 100, rows: 40, allowProposedApi: true });
  await new Promise<void>((resolve) => emulator.write(bytes, resolve));
  const { active } = emulator.buffer;
  const lines = Array.from(
    { length: active.length },
    (_, line) => active.getLine(line)?.translateToString(true) ?? "",
  );
  return lines.join("\n").trimEnd().split("\n");
}
