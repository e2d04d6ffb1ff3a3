import { StackNotFoundError, type Backend, type StackReference } from "../../engine/backend";
import { StackSettings } from "../../engine/project";
import { chooseStack, openProject, type OpenProject } from "../../engine/stacks";
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
  const open = await openProject({ folder: options.cwd ?? ".", environment });
  const { backend, passphrase, project } = open;
  const reference = await chooseStack(open, options.stack).catch((error: unknown) =>
    tellNearest(error, open),
  );
  const { text, location } = await backend.readCheckpoint(reference);
  const snapshot = await decodeCheckpoint(text, { location, passphrase });
  const settings = await StackSettings.read(project, reference.name);
  const credentials = await readCredentials({ snapshot, settings, passphrase, environment });
  return { reference, backend, snapshot, credentials };
}

/** A name that is mistyped is answered with the one that was meant. */
async function tellNearest(error: unknown, { backend, project }: OpenProject): Promise<never> {
  if (!(error instanceof StackNotFoundError)) throw error;
  const { name, project: owner } = error.reference;
  const names = (await backend.listStacks(project.name)).map((stack) => stack.name);
  throw new Failure(`there is no stack ${name} of ${owner} in ${backend.url}${nearest(name, names)}`);
}
