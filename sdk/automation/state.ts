import { ensureStackSecrets } from "../../engine/stacks";
import { StackSettings } from "../../engine/project";
import { decodeCheckpoint, type Snapshot } from "../../engine/state";
import { exportStack, importStack, inPlain } from "../../engine/transfer";
import { rootStackType } from "../../engine/urn";
import { openStackOf, type Home } from "./home";
import { outputMap, type OutputMap } from "./output-map";

/** A stack's state, as `pulumi stack export` prints it. */
export interface Deployment {
  /** Of its schema. */
  version: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in @pulumi/pulumi/automation, of which programs take it
  deployment: any;
}

/** A stack's state, opened. @throws StackNotFoundError, SecretsError */
export async function readSnapshot(home: Home, stackName: string): Promise<Snapshot> {
  const { backend, passphrase, stack } = await openStackOf(home, stackName);
  const { text, location } = await backend.readCheckpoint(stack);
  return decodeCheckpoint(text, { location, passphrase });
}

/** @throws StackNotFoundError, SecretsError */
export async function readOutputs(home: Home, stackName: string): Promise<OutputMap> {
  const { resources } = await readSnapshot(home, stackName);
  const root = resources.find((resource) => resource.type === rootStackType && !resource.delete);
  return outputMap(root?.outputs ?? {});
}

/** The state with its secrets in plain. @throws StackNotFoundError, SecretsError */
export async function readDeployment(home: Home, stackName: string): Promise<Deployment> {
  const { backend, passphrase, stack } = await openStackOf(home, stackName);
  const exported = await inPlain(await exportStack(backend, stack), passphrase);
  return { ...exported, deployment: exported.deployment };
}

/** Puts a state in the place of the stack's. @throws InvalidStateError, StackLockedError */
export async function writeDeployment(home: Home, stackName: string, state: Deployment): Promise<void> {
  const open = await openStackOf(home, stackName);
  const { backend, passphrase, project, stack } = open;
  const settings = await StackSettings.read(project, stack.name);
  const provider = await ensureStackSecrets(open, stack, settings);
  await importStack(backend, stack, JSON.stringify(state), { passphrase, secretsProvider: provider });
  await settings.save();
}
