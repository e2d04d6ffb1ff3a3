import { openBackend, parseStackReference, type Backend, type StackReference } from "../../engine/backend";
import { readProject, selectedStack, StackSettings, type Project } from "../../engine/project";
import { passphraseFrom } from "../../engine/secrets";
import { decodeCheckpoint, type Snapshot } from "../../engine/state";
import { Failure } from "../failure";
import { readCredentials, type Credentials } from "./credentials";
import { nearest } from "./nearest";

/** Which stack is meant, as the options say it. */
export interface StackOptions {
  /** `<stack>` or `organization/<project>/<stack>`. @default the selected one, else the only one */
  readonly stack?: string | undefined;
  /** The folder of Pulumi.yaml, or one below it. @default the current one */
  readonly cwd?: string | undefined;
}

/** What is known of a stack without running its program. */
export interface KnownStack {
  readonly reference: StackReference;
  readonly backend: Backend;
  readonly snapshot: Snapshot;
  readonly credentials: Credentials;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the state of a stack. It is not locked: what a run is changing meanwhile is seen as it was saved last. */
export async function readStack(options: StackOptions, environment: Environment): Promise<KnownStack> {
  const project = await readProject(options.cwd ?? ".");
  const backend = await openBackend({
    projectUrl: project.backendUrl,
    environment,
    workingDirectory: project.directory,
  });
  const reference = await whichStack(project, backend, options.stack, environment);
  const passphrase = passphraseFrom(environment);
  const { text, location } = await backend.readCheckpoint(reference);
  const snapshot = await decodeCheckpoint(text, { location, passphrase });
  const settings = await StackSettings.read(project, reference.name);
  const credentials = await readCredentials({ snapshot, settings, passphrase, environment });
  return { reference, backend, snapshot, credentials };
}

async function whichStack(
  project: Project,
  backend: Backend,
  named: string | undefined,
  environment: Environment,
): Promise<StackReference> {
  const stacks = await backend.listStacks(project.name);
  const names = stacks.map(({ name }) => name);
  const chosen = named ?? (await selectedStack(project, environment));
  if (chosen !== undefined) {
    const reference = parseStackReference(chosen, project.name);
    if (await backend.hasStack(reference)) return reference;
    throw new Failure(
      `there is no stack ${reference.name} of ${reference.project} in ${backend.url}${nearest(reference.name, names)}`,
    );
  }
  const [only, ...others] = stacks;
  if (only !== undefined && others.length === 0) return only;
  throw new Failure(
    only === undefined
      ? `the project ${project.name} has no stack in ${backend.url}: deploy one first, or look at the backend's URL`
      : `the project ${project.name} has several stacks, and none is selected: name one by --stack (${names.join(", ")})`,
  );
}
