import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent } from "../../../../engine/events/engine-event";
import { Container, Host, Image, Network, Volume } from "../../../../sdk";
import { LocalWorkspace } from "../../../../sdk/automation";
import { operate, type Done, type Order } from "../../../../sdk/automation/operate";
import { applyPlan, previewPlan } from "../../../../sdk/automation/plan/planned-operations";
import type { Plan } from "../../../../sdk/plan";
import { programFolder, type ProgramFolder } from "../../../support/engine/program-folder";
import { World } from "./world";

/** What a test changes of the program. */
export interface Wishes {
  level: string;
  token: string;
  hasVolume: boolean;
  extra: boolean;
  hasApp: boolean;
  protectsApp: boolean;
  appNeedsOther: boolean;
  otherImage: string;
}

const firstWishes: Wishes = {
  level: "info",
  token: "hush-hush",
  hasVolume: true,
  extra: false,
  hasApp: true,
  protectsApp: false,
  appNeedsOther: false,
  otherImage: "busybox",
};

/** A stack with a host and what is on it in a world of its own, and a plan that changes one container of it. */
export class PlannedShop {
  readonly world = new World();
  wishes: Wishes = { ...firstWishes };
  readonly events: EngineEvent[] = [];

  private constructor(
    private readonly folder: ProgramFolder,
    readonly workspace: LocalWorkspace,
  ) {}

  static async create(): Promise<PlannedShop> {
    const folder = programFolder({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\noptions:\n  refresh: always\n",
    });
    mkdirSync(join(folder.path, "state"));
    const workspace = await LocalWorkspace.create({
      workDir: folder.path,
      pulumiHome: join(folder.path, "home"),
      envVars: {
        PULUMI_BACKEND_URL: `file://${folder.path}/state`,
        PULUMI_CONFIG_PASSPHRASE: "correct",
      },
    });
    await workspace.createStack("dev");
    await workspace.setConfig("dev", "shop:greeting", { value: "hello" });
    await workspace.setConfig("dev", "shop:password", { value: "canary-password", secret: true });
    return new PlannedShop(folder, workspace);
  }

  get file(): string {
    return join(this.folder.path, "plan.json");
  }

  up(): Promise<Done> {
    return operate(this.workspace, this.order("update"));
  }

  /** Previews, and keeps the plan in the file. */
  async preview(more: NonNullable<Order["engine"]> = {}, options: Order["options"] = {}): Promise<Plan> {
    await previewPlan(this.workspace, this.order("preview", more, options), { file: this.file });
    return this.readPlan();
  }

  apply(more: NonNullable<Order["engine"]> = {}, options: Order["options"] = {}): Promise<Done> {
    return applyPlan(this.workspace, this.file, this.order("update", more, options));
  }

  readPlan(): Plan {
    return JSON.parse(readFileSync(this.file, "utf8")) as Plan;
  }

  /** Keeps the state and the configuration for `restore`. */
  keep(): void {
    for (const [file, copy] of this.kept()) copyFileSync(file, copy);
  }

  restore(): void {
    for (const [file, copy] of this.kept()) copyFileSync(copy, file);
  }

  remove(): void {
    this.folder.remove();
  }

  private kept(): [string, string][] {
    const files = ["state/.pulumi/stacks/shop/dev.json", "Pulumi.dev.yaml", "plan.json"];
    return files.map((file) => join(this.folder.path, file)).map((file) => [file, `${file}.kept`]);
  }

  private order(
    kind: Order["kind"],
    engine: NonNullable<Order["engine"]> = {},
    options: Order["options"] = {},
  ): Order {
    return {
      kind,
      stack: "dev",
      program: () => this.program(),
      options: { onEvent: (event) => this.events.push(event), ...options },
      engine,
      provider: this.world.provider,
    };
  }

  private async program(): Promise<Record<string, unknown>> {
    const { appNeedsOther, extra, hasApp, hasVolume, level, otherImage, protectsApp, token } = this.wishes;
    const host = new Host("web", { connection: { address: "192.0.2.1", user: "deploy" } });
    const image = new Image("app", { host, name: "app:1" });
    const network = new Network("back", { host });
    const other = new Container("other", { host, image: otherImage });
    if (extra) new Container("extra", { host, image: "busybox" });
    if (hasVolume) new Volume("data", { host, forceDestroy: true });
    if (!hasApp) return {};
    const env = { LEVEL: level, TOKEN: pulumi.secret(token) };
    const ports = [{ container: 80, host: 8080 }];
    const networks = [{ network }];
    const options = { protect: protectsApp, ...(appNeedsOther ? { dependsOn: other } : {}) };
    const app = new Container("app", { host, image, env, ports, networks }, options);
    return { containerId: app.containerId };
  }
}
