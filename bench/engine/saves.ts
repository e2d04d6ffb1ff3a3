import { announce } from "../../test/support/setup/announce";
import { secondsOf } from "../samples";
import type { OurEngine } from "./contestants";
import { BenchProject } from "./project";

/** How long it took to create and to delete so many resources, each saved when it was done. */
export interface Saves {
  readonly resources: number;
  readonly with: "ours" | "CLI";
  /** Undefined where it would have taken longer than it was given. */
  readonly create: number | undefined;
  readonly remove: number | undefined;
}

const program = (count: number): string => `
class Thing extends pulumi.CustomResource {}
for (let index = 0; index < ${count}; index += 1) {
  new Thing("moorage:index:Volume", \`data-\${index}\`, { labels: { index: String(index) } });
}
void moorage;`;

const flags = ["--yes", "--skip-preview"];

/** Measures both engines with nothing but resources to save; the CLI gets so many seconds for each act, and no more. */
export async function measureSaves(
  count: number,
  limitSeconds: number,
  engine: OurEngine,
): Promise<readonly Saves[]> {
  const project = await BenchProject.create(program(count), engine.plugin);
  try {
    const ours = {
      create: await secondsOf(() => engine.run(project, "update")),
      remove: await secondsOf(() => engine.run(project, "destroy")),
    };
    announce(`${count} resources: ours ${ours.create.toFixed(1)} s and ${ours.remove.toFixed(1)} s`);
    const create = await within(project, limitSeconds, ["up", ...flags]);
    const remove = create && (await within(project, limitSeconds, ["destroy", ...flags]));
    announce(`${count} resources: CLI ${create?.toFixed(1) ?? "-"} s and ${remove?.toFixed(1) ?? "-"} s`);
    return [
      { resources: count, with: "ours", ...ours },
      { resources: count, with: "CLI", create, remove },
    ];
  } finally {
    await project.discard();
  }
}

/** In seconds; undefined where the time was over. @throws Error where it failed by itself */
async function within(
  project: BenchProject,
  limitSeconds: number,
  argv: readonly string[],
): Promise<number | undefined> {
  let code = 0;
  let said = "";
  const seconds = await secondsOf(async () => {
    const result = await project.cliWithin(limitSeconds, argv);
    ({ code } = result);
    said = result.stdout + result.stderr;
  });
  if (code === 0) return seconds;
  if (seconds >= limitSeconds) return undefined;
  throw new Error(`pulumi ${argv.join(" ")} ended with ${code}:\n${said.slice(-2000)}`);
}
