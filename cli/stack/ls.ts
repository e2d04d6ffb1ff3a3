import type { Backend, StackReference } from "../../engine/backend";
import { exportStack } from "../../engine/transfer";
import type { Terminal } from "../terminal";
import { age } from "../text/amounts";
import { painter } from "../colour";
import { table } from "../text/table";
import { Workspace } from "../workspace/workspace";

export interface LsOptions {
  readonly cwd?: string | undefined;
  readonly all?: boolean | undefined;
  readonly project?: string | undefined;
  readonly json?: boolean | undefined;
}

/** A stack as `pulumi stack ls --json` tells it. */
interface Summary {
  readonly name: string;
  readonly current: boolean;
  readonly lastUpdate?: string;
  readonly resourceCount?: number;
}

/** Lists stacks, in the shapes of the CLI's. */
export async function ls(terminal: Terminal, options: LsOptions): Promise<void> {
  const workspace = await Workspace.open(options, terminal);
  const { backend, project } = workspace;
  const only = options.all === true ? undefined : (options.project ?? project.name);
  const selected = await workspace.selected();
  const stacks = await backend.listStacks(only);
  const summaries = await Promise.all(
    stacks.map(async (stack): Promise<Summary> => {
      const isCurrent = stack.name === selected?.name && stack.project === selected.project;
      // As the CLI names them: those of other projects by their full names.
      const name =
        stack.project === project.name ? stack.name : `organization/${stack.project}/${stack.name}`;
      return { name, current: isCurrent, ...(await deployed(backend, stack)) };
    }),
  );
  summaries.sort((left, right) => (left.name < right.name ? -1 : 1));
  if (options.json === true) terminal.stdout.write(`${JSON.stringify(summaries, undefined, 2)}\n`);
  else if (summaries.length === 0) terminal.stderr.write("There are no stacks.\n");
  else terminal.stdout.write(rows(summaries, terminal));
}

async function deployed(
  backend: Backend,
  stack: StackReference,
): Promise<Pick<Summary, "lastUpdate" | "resourceCount">> {
  const { deployment } = (await exportStack(backend, stack)) as {
    deployment?: { manifest?: { time?: string }; resources?: unknown[] };
  };
  if (deployment === undefined) return {};
  const time = Date.parse(deployment.manifest?.time ?? "");
  const lastUpdate = Number.isNaN(time) || time <= 0 ? {} : { lastUpdate: new Date(time).toISOString() };
  return { ...lastUpdate, resourceCount: deployment.resources?.length ?? 0 };
}

function rows(summaries: readonly Summary[], terminal: Terminal): string {
  const now = Date.now();
  const cells = summaries.map(({ name, current, lastUpdate, resourceCount }) => [
    { text: current ? `${name}*` : name, colour: current ? ("cyan" as const) : undefined },
    lastUpdate === undefined ? "n/a" : `${age((now - Date.parse(lastUpdate)) / 1000)} ago`,
    resourceCount === undefined ? "n/a" : String(resourceCount),
  ]);
  return table(["NAME", "LAST UPDATE", "RESOURCE COUNT"], cells, painter(terminal));
}
