import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { EngineInfo } from "../sdk/host";
import type { TestHost } from "../test/support/host";
import { createHostStack, declareHost, type Login } from "../test/support/pulumi/host-stack";
import type { TestStack } from "../test/support/pulumi/stack";
import { folder, PROCESSES_VARIABLE, type CountedPlugin } from "./plugins";

/** All containers are alike but for the colour of the first, which is what changes. */
const program = `
${declareHost}
const image = new moorage.Image("app", { host, archive: config.require("archive"), name: "moorage-bench/app" });
for (let index = 0; index < config.requireNumber("count"); index += 1) {
  const COLOUR = index === 0 ? config.require("colour") : "blue";
  new moorage.Container("app-" + index, { host, image, env: { COLOUR } });
}`;

export interface DeploymentOptions {
  readonly host: TestHost;
  /** Where the host is dialled. */
  readonly port: number;
  readonly login: Login;
  readonly archive: string;
  readonly plugin: CountedPlugin;
  /** How many resources the CLI works on at a time. */
  readonly parallel: number;
}

/** A stack of N containers under the real CLI; its host and its image are there before anything is measured. */
export class Deployment {
  private constructor(
    private readonly stack: TestStack,
    private readonly processes: string,
    private readonly flags: readonly string[],
  ) {}

  static async create(options: DeploymentOptions): Promise<Deployment> {
    const { host, port, login, archive, plugin, parallel } = options;
    const processes = join(folder, `processes-${process.pid}`);
    const stack = await createHostStack(host, {
      ...{ program, login, port, plugin: plugin.folder },
      config: { archive, count: "0", colour: "blue" },
      environment: { [PROCESSES_VARIABLE]: processes },
    });
    return new Deployment(stack, processes, ["--parallel", String(parallel)]);
  }

  /** The host and the image, without containers. */
  async prepare(): Promise<void> {
    await this.stack.configure({ count: "0", colour: "blue" });
    (await this.stack.up()).succeeded();
  }

  /** How the engine's socket is reached, as the host says it. */
  async socketAccess(): Promise<string> {
    const host = await this.stack.resource("Host", "host");
    return (host?.outputs?.["engine"] as EngineInfo).socketAccess;
  }

  async declare(count: number, colour: "blue" | "green"): Promise<void> {
    await this.stack.configure({ count: String(count), colour });
  }

  /** Runs `pulumi up`; rejects unless it does so many changes. */
  async up(changes: number): Promise<void> {
    const run = (await this.stack.up(...this.flags)).succeeded();
    if (run.changes.length === changes) return;
    throw new Error(`${changes} changes were expected, and these were made:\n${run.changes.join("\n")}`);
  }

  async destroy(): Promise<void> {
    (await this.stack.destroy(...this.flags)).succeeded();
  }

  /** How many processes of the plugin were started since this was last asked. */
  async takeProcesses(): Promise<number> {
    const text = await readFile(this.processes, "utf8").catch(() => "");
    await rm(this.processes, { force: true });
    return text.split("\n").filter((line) => line !== "").length;
  }

  async discard(): Promise<void> {
    await this.takeProcesses();
    await this.stack.discard();
  }
}
