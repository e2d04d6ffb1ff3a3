import { parseStackReference, StackNotFoundError, type StackReference } from "../backend";
import { EngineError } from "../errors";
import { selectedStack } from "../project";
import type { OpenProject } from "./open-project";

/** Nothing says which stack of a project is meant. */
export class NoStackChosenError extends EngineError {
  override readonly name = "NoStackChosenError";

  constructor(
    { project, backend }: OpenProject,
    /** The project's stacks. */
    readonly stacks: readonly string[],
  ) {
    super(
      stacks.length === 0
        ? `the project ${project.name} has no stack in ${backend.url}: make one with \`moorage stack init <name>\`, or look at the backend's URL`
        : `the project ${project.name} has ${stacks.length === 1 ? "a stack" : "several stacks"}, and none is selected: ` +
            `name one by --stack (${stacks.join(", ")})`,
    );
  }
}

/**
 * The stack that is meant: the one that is named, else the selected one, else the only one.
 *
 * @param named `<stack>` or `organization/<project>/<stack>`
 * @throws StackNotFoundError, NoStackChosenError, InvalidStackNameError
 */
export async function chooseStack(open: OpenProject, named?: string): Promise<StackReference> {
  const { backend, environment, project } = open;
  const chosen = named ?? (await selectedStack(project, environment));
  if (chosen !== undefined) {
    const reference = parseStackReference(chosen, project.name);
    if (await backend.hasStack(reference)) return reference;
    throw new StackNotFoundError(reference, backend.url);
  }
  const stacks = await backend.listStacks(project.name);
  const [only] = stacks;
  if (only !== undefined && stacks.length === 1) return only;
  throw new NoStackChosenError(
    open,
    stacks.map(({ name }) => name),
  );
}
