import { announce } from "../../test/support/setup/announce";
import { secondsOf } from "../samples";
import { engines, type EngineName, type OurEngine } from "./contestants";
import { BenchProject } from "./project";
import type { OurRun } from "./up";

/** No-op runs of `up` over one number of resources, each repetition made in turn. */
export interface NoOp {
  /** The stack and its default provider among them. */
  readonly resources: number;
  readonly seconds: Readonly<Record<EngineName, readonly number[]>>;
  readonly peakMebibytes: readonly number[];
  /** Where the time of ours went, by repetition. */
  readonly timings: readonly OurRun["timings"][];
}

/** Resources that are no containers: the stack, its default provider, and four nouns. */
const others = 6;
export const fewestResources = others + 1;

const program = (resources: number): string => `
const config = new pulumi.Config();
const host = new moorage.Host("host", { connection: { address: "192.0.2.1", user: "deploy" } });
const image = new moorage.Image("app", { host, archive: "./app.tar", name: "bench/app" });
const network = new moorage.Network("front", { host });
const volume = new moorage.Volume("data", { host });
for (let index = 0; index < ${resources - others}; index += 1) {
  new moorage.Container(\`app-\${index}\`, {
    host,
    image,
    networks: [{ network, aliases: [\`alias-\${index}\`] }],
    env: { TOKEN: config.requireSecret("token"), INDEX: String(index) },
    volumes: index === 0 ? [{ volume, target: "/data" }] : [],
  });
}
export const reference = image.reference;`;

/** Measures `up` where there is nothing to do: the CLI has made the stack. */
export async function measureNoOp(resources: number, repetitions: number, engine: OurEngine): Promise<NoOp> {
  const project = await BenchProject.create(program(resources), engine.plugin);
  const seconds: Record<EngineName, number[]> = {
    ...{ ours: [], oursWithChild: [], cliTranspileOnly: [], cliTypeCheck: [] },
  };
  const runs: OurRun[] = [];
  const up = ["up", "--yes", "--skip-preview"];
  const measures: Record<EngineName, () => Promise<unknown>> = {
    ours: async () => runs.push(unchanged(await engine.run(project, "update"), resources)),
    oursWithChild: async () => unchanged(await engine.run(project, "update", "as a child"), resources),
    cliTranspileOnly: () => project.cli([...up, "--expect-no-changes"]),
    cliTypeCheck: () => project.cli([...up, "--expect-no-changes"], { checkTypes: true }),
  };
  try {
    await project.cli(up);
    const found = await project.resources();
    if (found !== resources) throw new Error(`${resources} resources were expected, and there are ${found}`);
    // What is transpiled once for many runs is not a part of any.
    for (const name of engines) await measures[name]();
    runs.length = 0;
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      const order = repetition % 2 === 0 ? engines : engines.toReversed();
      for (const name of order) seconds[name].push(await secondsOf(measures[name]));
      const said = engines.map((name) => `${name} ${seconds[name].at(-1)?.toFixed(2) ?? "-"} s`);
      announce(`up of ${resources}, nothing to do: ${said.join(", ")}`);
    }
  } finally {
    await project.discard();
  }
  return {
    resources,
    seconds,
    peakMebibytes: runs.map(({ peakMebibytes }) => peakMebibytes),
    timings: runs.map(({ timings }) => timings),
  };
}

/** The stack's provider is none of its resources to the one who counts steps. */
function unchanged(run: OurRun, resources: number): OurRun {
  const { same = 0, ...changes } = run.changes;
  if (same === resources - 1 && Object.keys(changes).length === 0) return run;
  throw new Error(`nothing was to change, but: ${JSON.stringify(run.changes)}`);
}
