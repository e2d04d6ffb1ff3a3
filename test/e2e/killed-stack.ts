import assert from "node:assert/strict";
import { archives, type Archives } from "../support/archive";
import { delayLink, type DelayLink } from "../support/delay-link";
import { layeredImage } from "../support/engine-images";
import { startHost, type TestHost } from "../support/host";
import { HostEvents } from "../support/host-events";
import { get } from "../support/http";
import { leftovers } from "./leftovers";
import { createHostStack, declareHost } from "../support/pulumi/host-stack";
import { allGone, type RunningCommand } from "../support/pulumi/running-command";
import type { Run } from "../support/pulumi/run";
import type { TestStack } from "../support/pulumi/stack";

/** One after another, so that each point of a run is passed at a known time. */
const program = `
${declareHost}
const image = new moorage.Image("web", { host, archive: config.require("archive"), name: "moorage-test/web" });
const network = new moorage.Network("front", { host, labels: { tier: config.require("tier") } }, { dependsOn: image });
const volume = new moorage.Volume("data", { host }, { dependsOn: network });
const fixed = config.requireBoolean("fixedPort");
new moorage.Container("web", {
  host, image,
  env: { COLOUR: config.require("colour") },
  networks: [{ network, aliases: ["web"] }],
  volumes: fixed ? [{ volume, target: "/data" }] : [],
  ports: [fixed ? { host: 8080, container: 80, public: true } : { container: 80 }],
  healthcheck: { test: ["CMD", "/ok"], intervalSeconds: 1 },
  minReadySeconds: 0.2,
  stopTimeoutSeconds: 2,
});`;

const LAYER_BYTES = 1_500_000;

/** A slow line: what the engine tells past it is known long before the plugin gets its answer. */
const DELAY_MS = 60;

/** Who is killed, at once and together. */
export interface Victims {
  readonly cli: boolean;
  readonly plugin: boolean;
}

/** Resolves when a run has come so far. */
export type Point = (killed: KilledStack, up: RunningCommand) => Promise<unknown>;

/** The moment that the host's engine tells of an event. */
export const event =
  (wanted: string): Point =>
  ({ events }) =>
    events.next(wanted);

/** A stack on a host of its own whose runs get killed. */
export class KilledStack {
  readonly #images: Archives;
  #colours = 0;
  #hasFixedPort = true;
  #peacefulUps = 0;

  private constructor(
    images: Archives,
    readonly host: TestHost,
    readonly link: DelayLink,
    readonly events: HostEvents,
    readonly stack: TestStack,
  ) {
    this.#images = images;
  }

  static async create(): Promise<KilledStack> {
    const images = await archives();
    const archive = await images.save("web", layeredImage([LAYER_BYTES, LAYER_BYTES]));
    const host = await startHost({ flavour: "docker", publish: [8080] });
    const link = await delayLink({ to: { host: host.address, port: host.port } });
    const config = { archive, colour: "colour-0", fixedPort: "true", tier: "a" };
    const stack = await createHostStack(host, { program, port: link.port, config });
    return new KilledStack(images, host, link, await HostEvents.of(host), stack);
  }

  /** Asks for a container other than the last; with a port that only one can have, or without. */
  async change(hasFixedPort: boolean): Promise<void> {
    this.#colours += 1;
    this.#hasFixedPort = hasFixedPort;
    await this.stack.configure({ colour: this.#colour(), fixedPort: String(hasFixedPort) });
  }

  /** Asks for another network under the container. */
  async changeNetwork(): Promise<void> {
    await this.stack.configure({ tier: "b" });
  }

  /** The container must be on the network that is asked for, under its alias. */
  async assertNetworkChanged(): Promise<void> {
    const network = '{{index .Labels "tier"}} {{range .Containers}}{{.Name}}{{end}}';
    const found = await this.host.exec([
      "docker",
      "network",
      "inspect",
      "--format",
      network,
      "test-dev-front",
    ]);
    assert.equal(found, "b test-dev-web");
    await this.host.exec(["docker", "exec", "test-dev-web", "wget", "-qO-", "http://web/"]);
  }

  /** On a busy computer a run may have come further than where it was to be killed: what it started is started again. */
  async stopContainer(): Promise<void> {
    await this.host.capture(["docker", "stop", "--time", "0", "test-dev-web"]);
  }

  /** Runs `up` and does something to it when it comes to a point; resolves when it has ended. */
  async disturbUp(point: Point, disturb: (up: RunningCommand) => unknown): Promise<Run> {
    this.link.delayMs = DELAY_MS;
    const up = await this.stack.beginUp();
    await up.reaches(point(this, up));
    await disturb(up);
    this.link.delayMs = 0;
    return up.ended;
  }

  /** Runs `up` and kills when it comes to a point; returns when nothing of it is left. */
  async killUp(victims: Victims, point: Point): Promise<void> {
    let plugins: readonly number[] = [];
    const { code } = await this.disturbUp(point, async (up) => {
      // Nobody comes further while the victims are looked for.
      this.link.stall();
      plugins = await up.plugins();
      if (victims.cli) up.kill();
      if (victims.plugin) for (const pid of plugins) process.kill(pid, "SIGKILL");
      this.link.resume();
    });
    assert.notEqual(code, 0);
    await allGone(plugins);
    if (victims.cli) (await this.stack.pulumi(["cancel", "--yes"])).succeeded();
  }

  /** Runs `up` in peace: by turns under the embedded engine and under Pulumi's, which find the same state. */
  async upAgain(): Promise<void> {
    this.#peacefulUps += 1;
    this.stack.engine = this.#peacefulUps % 2 === 1 ? "moorage" : "pulumi";
    (await this.stack.up()).succeeded();
    this.stack.engine = "pulumi";
  }

  /** What must hold whenever a run has ended by itself: the former container serves, or the new one, under its name. */
  async assertServed(): Promise<void> {
    const running = await this.host.exec(["docker", "ps", "--format", "{{.Names}}"]);
    assert.ok(running.split("\n").includes("test-dev-web"), running);
    const wanted = [this.#colours - 1, this.#colours].map((colour) => `COLOUR=colour-${colour}`);
    const environment = (await this.#environment()).split("\n");
    assert.ok(
      wanted.some((line) => environment.includes(line)),
      environment.join(),
    );
  }

  /** What must be there after a run that was left alone: one of each, and the new container serves. */
  async assertConverged(): Promise<void> {
    const list = ["docker", "ps", "--all", "--format", "{{.Names}} {{.State}}"];
    assert.equal(await this.host.exec(list), "test-dev-web running");
    assert.match(await this.#environment(), new RegExp(`^COLOUR=${this.#colour()}$`, "m"));
    const ours = (await this.stack.resources()).filter(({ type }) => type.startsWith("moorage:"));
    const stored = ours.map(({ urn }) => urn.split("::").slice(2).join(" "));
    assert.deepEqual(stored.sort(), [
      "moorage:index:Container web",
      "moorage:index:Host host",
      "moorage:index:Image web",
      "moorage:index:Network front",
      "moorage:index:Volume data",
    ]);
  }

  /** All that may be on the host: one of each, the image under its two names and no other, no marker of work. */
  async assertDelivered(): Promise<void> {
    const found = await leftovers(this.host);
    const digest = /moorage-test\/web:[0-9a-f]{12}$/;
    assert.deepEqual(found.map((line) => line.replace(digest, "moorage-test/web:DIGEST")).sort(), [
      "/var/lib/moorage/host-id",
      "container test-dev-web",
      "image moorage-test/web:DIGEST",
      "image moorage-test/web:latest",
      "network test-dev-front",
      "volume test-dev-data",
    ]);
  }

  async keepData(): Promise<void> {
    await this.host.exec(["docker", "exec", "test-dev-web", "sh", "-c", "echo kept >/data/file"]);
  }

  async assertDataKept(): Promise<void> {
    assert.equal(await this.host.exec(["docker", "exec", "test-dev-web", "cat", "/data/file"]), "kept");
  }

  async discard(): Promise<void> {
    this.events.close();
    await this.stack.discard();
    this.link.close();
    await this.host.remove();
    await this.#images.discard();
  }

  /** What the container says of itself, over HTTP: at the host's port while it has one, else from inside. */
  async #environment(): Promise<string> {
    const path = "/cgi-bin/env";
    if (this.#hasFixedPort) return get(this.host.published(8080), path);
    return this.host.exec(["docker", "exec", "test-dev-web", "wget", "-qO-", `http://127.0.0.1${path}`]);
  }

  #colour(): string {
    return `colour-${this.#colours}`;
  }
}
