import { EngineError } from "../errors";

/** A stack of a project. */
export interface StackReference {
  readonly project: string;
  readonly name: string;
}

/** A name cannot be a stack's, or a project's. */
export class InvalidStackNameError extends EngineError {
  override readonly name = "InvalidStackNameError";
}

const organization = "organization";
const namePattern = /^[A-Za-z0-9_.-]{1,100}$/;

/**
 * Reads `<stack>`, `organization/<stack>` or `organization/<project>/<stack>`.
 *
 * @param project the project of a stack that names none
 * @throws InvalidStackNameError
 */
export function parseStackReference(text: string, project: string | undefined): StackReference {
  const parts = text.split("/");
  const name = parts.at(-1) ?? "";
  if (parts.length > 3) {
    throw new InvalidStackNameError(
      `${JSON.stringify(text)} is no stack: a name without slashes was expected, or organization/<project>/<stack>`,
    );
  }
  if (parts.length > 1 && parts[0] !== organization) {
    throw new InvalidStackNameError(
      `the stack ${JSON.stringify(text)} is of the organization ${JSON.stringify(parts[0])}: ` +
        `a file backend has only ${JSON.stringify(organization)}. A stack's name itself has no slash`,
    );
  }
  const owner = parts.length === 3 ? parts[1] : project;
  if (owner === undefined) {
    throw new InvalidStackNameError(
      `the stack ${JSON.stringify(text)} names no project, and there is no Pulumi.yaml: say organization/<project>/<stack>`,
    );
  }
  checkName("stack", name);
  checkName("project", owner);
  return { project: owner, name };
}

/** The full name, as checkpoints and locks have it. */
export function fullStackName(stack: StackReference): string {
  return `${organization}/${stack.project}/${stack.name}`;
}

/** Whether a stack or a project may be called so. */
export function isStackName(name: string): boolean {
  return namePattern.test(name) && name !== "." && name !== "..";
}

function checkName(kind: string, name: string): void {
  if (isStackName(name)) return;
  throw new InvalidStackNameError(
    `${JSON.stringify(name)} cannot be a ${kind}'s name: ` +
      "1 to 100 letters, digits, hyphens, underscores and full stops were expected",
  );
}
