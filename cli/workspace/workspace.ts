import { StackNotFoundError, type Backend, type StackReference } from "../../engine/backend";
import { NoProjectError, StackSettings, type Project } from "../../engine/project";
import type { PassphraseSource } from "../../engine/secrets";
import {
  chooseStack,
  NoStackChosenError,
  openProject,
  selectedReference,
  type OpenProject,
} from "../../engine/stacks";
import { decodeCheckpoint, type Snapshot } from "../../engine/state";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { nearest } from "../text/nearest";
import type { StackOptions } from "./options";
import { passphraseOf, type Surroundings } from "./passphrase";

type Environment = Readonly<Record<string, string | undefined>>;

/** A project, and where its stacks are kept. */
export class Workspace implements OpenProject {
  readonly project: Project;
  readonly backend: Backend;
  readonly environment: Environment;
  readonly passphrase: PassphraseSource;

  private constructor({ project, backend, environment, passphrase }: OpenProject) {
    this.project = project;
    this.backend = backend;
    this.environment = environment;
    this.passphrase = passphrase;
  }

  /** @throws Failure without a project; ProjectError, BackendError */
  static async open({ cwd }: Pick<StackOptions, "cwd">, surroundings: Surroundings): Promise<Workspace> {
    const passphrase = passphraseOf(surroundings);
    const place = { folder: cwd ?? ".", environment: surroundings.env, passphrase };
    return new Workspace(
      await openProject(place).catch((error: unknown) => {
        if (!(error instanceof NoProjectError)) throw error;
        throw new Failure(`${error.message} with \`moorage init\``, { cause: error });
      }),
    );
  }

  /**
   * The stack that is meant: the named one, else the selected one, else the only one.
   * @param orTheOnlyOne false where a stack must be meant on purpose
   * @throws NoStackChosenError; Failure that names the stack that may be meant
   */
  async stack(named: string | undefined, { orTheOnlyOne = true } = {}): Promise<StackReference> {
    if (!orTheOnlyOne && named === undefined && (await this.selected()) === undefined) {
      throw new NoStackChosenError(this, await this.#names());
    }
    try {
      return await chooseStack(this, named);
    } catch (error) {
      if (!(error instanceof StackNotFoundError)) throw error;
      const { name, project } = error.reference;
      const names = await this.#names();
      const hint =
        names.length === 0 ? `: make it with \`moorage stack init ${name}\`` : nearest(name, names);
      throw new Failure(`there is no stack ${name} of ${project} in ${this.backend.url}${hint}`, {
        exitCode: EXIT.noStack,
        cause: error,
      });
    }
  }

  /** The selected stack, which may be gone; undefined for none. */
  selected(): Promise<StackReference | undefined> {
    return selectedReference(this);
  }

  /** A stack's state. It is not locked: what a run is changing meanwhile is seen as it was saved last. */
  async snapshot(stack: StackReference): Promise<Snapshot> {
    const { text, location } = await this.backend.readCheckpoint(stack);
    return decodeCheckpoint(text, { location, passphrase: this.passphrase });
  }

  /** What Pulumi.<stack>.yaml says. */
  settings(stack: StackReference): Promise<StackSettings> {
    return StackSettings.read(this.project, stack.name);
  }

  async #names(): Promise<string[]> {
    return (await this.backend.listStacks(this.project.name)).map(({ name }) => name);
  }
}
