import { EngineError } from "../errors";
import { fullStackName, type StackReference } from "./stack-reference";

/** Something is wrong with where stacks are kept. */
export class BackendError extends EngineError {
  override readonly name: string = "BackendError";
}

/** There is no such stack. */
export class StackNotFoundError extends BackendError {
  override readonly name = "StackNotFoundError";

  constructor(
    readonly reference: StackReference,
    url: string,
  ) {
    super(`there is no stack ${fullStackName(reference)} in ${url}: create it, or look at the backend's URL`);
  }
}

/** There is a stack of that name already. */
export class StackExistsError extends BackendError {
  override readonly name = "StackExistsError";

  constructor(
    readonly reference: StackReference,
    url: string,
  ) {
    super(
      `there is a stack ${fullStackName(reference)} in ${url} already: take another name, or select that one`,
    );
  }
}

/** A stack that is to be removed has resources. */
export class StackNotEmptyError extends BackendError {
  override readonly name = "StackNotEmptyError";

  constructor(
    readonly reference: StackReference,
    count: number,
  ) {
    super(
      `the stack ${fullStackName(reference)} still has ${count} resources: destroy it first. ` +
        "With --force it is removed all the same, and its resources are nobody's",
    );
  }
}

/** The engine does not know how to keep stacks there. */
export class UnsupportedBackendError extends BackendError {
  override readonly name = "UnsupportedBackendError";

  constructor(
    readonly url: string,
    problem: string,
  ) {
    super(`${problem}: the embedded engine keeps stacks in a folder, file:///a/folder or a plain path`);
  }
}

/** The state folder has the layout that Pulumi had before stacks belonged to projects. */
export class LegacyLayoutError extends BackendError {
  override readonly name = "LegacyLayoutError";

  constructor(url: string) {
    super(
      `the state in ${url} has Pulumi's old layout, in which stacks belong to no project: ` +
        "bring it up to date with the Pulumi CLI, `pulumi state upgrade`",
    );
  }
}
