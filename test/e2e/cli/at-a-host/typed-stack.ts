import assert from "node:assert/strict";
import { join } from "node:path";
import { Terminal as Emulator } from "@xterm/headless";
import { PseudoTerminal } from "../../../cli/pseudo-terminal";
import { archives, type Archives } from "../../../support/archive";
import { delayLink, type DelayLink } from "../../../support/delay-link";
import { webImage } from "../../../support/engine-images";
import { startHost, type TestHost } from "../../../support/host";
import { HostEvents } from "../../../support/host-events";
import { createHostStack, declareHost } from "../../../support/pulumi/host-stack";
import type { TestStack } from "../../../support/pulumi/stack";
import { ensurePulumi } from "../../../support/setup/pulumi";

const MOORAGE = join(__dirname, "../../../../dist/bin/moorage");

const program = `${declareHost}
const image = new moorage.Image("web", { host, archive: config.require("archive"), name: "moorage-test/web" });
new moorage.Container("app", {
  host, image,
  env: { COLOUR: config.require("colour") },
  healthcheck: { test: ["CMD", "/bin/sh", "-c", config.require("healthy")], intervalSeconds: 1 },
  healthTimeoutSeconds: config.requireNumber("patience"),
  minReadySeconds: 0.1,
  stopTimeoutSeconds: 2,
});
exports.answer = 42;`;

/** A stack on a host of its own, for which commands are typed at a terminal of 40 rows and 100 columns. */
export class TypedStack {
  host!: TestHost;
  link!: DelayLink;
  events!: HostEvents;
  #images!: Archives;
  #stack!: TestStack;
  readonly #open = new Set<PseudoTerminal>();

  async begin(): Promise<void> {
    this.#images = await archives();
    const archive = await this.#images.save("web", webImage());
    this.host = await startHost({ flavour: "docker" });
    this.link = await delayLink({ to: { host: this.host.address, port: this.host.port } });
    const config = { archive, colour: "blue", healthy: "true", patience: "600" };
    this.#stack = await createHostStack(this.host, { program, port: this.link.port, config });
    this.events = await HostEvents.of(this.host);
  }

  async end(): Promise<void> {
    for (const terminal of this.#open) terminal.kill();
    this.events?.close();
    await this.#stack?.discard();
    this.link?.close();
    await this.host?.remove();
    await this.#images?.discard();
  }

  configure(config: Readonly<Record<string, string>>): Promise<void> {
    return this.#stack.configure(config);
  }

  /** Types a command; at its end the shell tells its exit code, and how the terminal is set. */
  async type(line: string): Promise<PseudoTerminal> {
    const script = `cd ${this.#stack.folder}; trap : INT; ${line}; echo "ended with $?"; stty -a`;
    const env = { ...this.#stack.environment(await ensurePulumi()), LANG: "C.UTF-8" };
    const terminal = new PseudoTerminal(script, env, MOORAGE);
    this.#open.add(terminal);
    return terminal;
  }

  /** Waits for something that happens on the host while a command runs. */
  async reaches(terminal: PseudoTerminal, point: Promise<unknown>): Promise<void> {
    const early = terminal.end().then((shown): never => {
      throw new Error(`the command ended before its time: ${shown}`);
    });
    await Promise.race([point, early]);
    early.catch(() => {});
  }

  /** What a command printed, to its end; the terminal must be as it was, however that came. */
  async ended(terminal: PseudoTerminal): Promise<string> {
    const bytes = await terminal.end();
    this.#open.delete(terminal);
    assert.match(bytes, / icanon [^]* echo /);
    assert.equal(bytes.lastIndexOf("\u001b[?25l") > bytes.lastIndexOf("\u001b[?25h"), false);
    return bytes;
  }

  /** The same for a command that ends by itself: what is on the screen and above it. */
  async screenOf(line: string): Promise<string> {
    return screen(await this.ended(await this.type(line)));
  }

  /** What must be so after a command that was interrupted: nobody holds the stack, and its state is whole. */
  async assertFree(): Promise<void> {
    assert.match(await this.screenOf("moorage cancel"), /is not locked/);
    const { stdout } = (await this.#stack.pulumi(["stack", "export"])).succeeded();
    assert.match(stdout, /"deployment"/);
  }

  /** The names of the containers that run. */
  async running(): Promise<string[]> {
    const listed = await this.host.exec(["docker", "ps", "--format", "{{.Names}}"]);
    return listed.split("\n").filter((name) => name !== "");
  }
}

/** What such a terminal shows after these bytes, and what was scrolled out of it. */
export async function screen(bytes: string): Promise<string> {
  const emulator = new Emulator({ rows: 40, cols: 100, scrollback: 1000, allowProposedApi: true });
  await new Promise<void>((resolve) => emulator.write(bytes, resolve));
  const { active } = emulator.buffer;
  const lines = Array.from({ length: active.length }, (_, line) =>
    (active.getLine(line)?.translateToString(true) ?? "").trimEnd(),
  );
  return lines.join("\n").trimEnd();
}
