import { fullStackName, type Backend, type StackReference } from "../backend";
import { StateError } from "../state";
import { exportStack } from "../transfer";
import type { OpenProject } from "./open-project";
import { selectedReference } from "./selected";

/** A stack in a list. */
export interface ListedStack {
  readonly stack: StackReference;
  readonly summary: ListedSummary;
}

/** What a list says of a stack, as `pulumi stack ls --json` tells it. */
export interface ListedSummary {
  /** The full name if it is of another project. */
  readonly name: string;
  /** Whether it is the selected one. */
  readonly current: boolean;
  /** When its state was written last: RFC 3339. Undefined if it never was. */
  readonly lastUpdate?: string;
  readonly resourceCount?: number;
}

/** The stacks of a project, or of all, by name. */
export async function listStacks(open: OpenProject, project?: string): Promise<ListedStack[]> {
  const { backend } = open;
  const [stacks, selected] = await Promise.all([backend.listStacks(project), selectedReference(open)]);
  const listed = stacks.map(async (stack) => ({
    stack,
    summary: {
      name: stack.project === open.project.name ? stack.name : fullStackName(stack),
      current: stack.name === selected?.name && stack.project === selected.project,
      ...(await deployed(backend, stack)),
    },
  }));
  return (await Promise.all(listed)).sort((left, right) => (left.summary.name < right.summary.name ? -1 : 1));
}

async function deployed(
  backend: Backend,
  stack: StackReference,
): Promise<Pick<ListedSummary, "lastUpdate" | "resourceCount">> {
  const { deployment } = (await exported(backend, stack)) as {
    deployment?: { manifest?: { time?: string }; resources?: unknown[] };
  };
  if (deployment === undefined) return {};
  // Of what was never deployed the manifest has the year 1.
  const time = Date.parse(deployment.manifest?.time ?? "");
  const lastUpdate = Number.isNaN(time) || time <= 0 ? {} : { lastUpdate: new Date(time).toISOString() };
  return { ...lastUpdate, resourceCount: deployment.resources?.length ?? 0 };
}

/** A state that cannot be read hides no other stack; what works on it says what is wrong with it. */
async function exported(backend: Backend, stack: StackReference): Promise<object> {
  try {
    return await exportStack(backend, stack);
  } catch (error) {
    if (error instanceof StateError) return {};
    throw error;
  }
}
