import { join } from "node:path";
import { compileAlone, nullPlugin, repository, type CountedPlugin } from "../plugins";
import type { BenchProject } from "./project";
import type { OurRun } from "./up";

/** Who runs a no-op `up`, in the order in which they are printed. */
export const engines = ["ours", "oursWithChild", "cliTranspileOnly", "cliTypeCheck"] as const;
export type EngineName = (typeof engines)[number];

export const titles: Readonly<Record<EngineName, string>> = {
  ours: "ours, plugin in the process",
  oursWithChild: "ours, plugin as a child",
  cliTranspileOnly: "CLI, transpile only",
  cliTypeCheck: "CLI as it is",
};

/** The embedded engine as a fresh process. */
export class OurEngine {
  private constructor(
    private readonly program: string,
    readonly plugin: CountedPlugin,
  ) {}

  static async prepare(): Promise<OurEngine> {
    return new OurEngine(await compileAlone("engine/up.ts"), await nullPlugin());
  }

  async run(
    project: BenchProject,
    kind: "update" | "destroy",
    plugin: "in process" | "as a child" = "in process",
  ): Promise<OurRun> {
    const argv = [this.program, join(repository, "dist"), kind];
    if (plugin === "in process") argv.push(this.plugin.executable);
    return JSON.parse(await project.node(argv)) as OurRun;
  }
}
