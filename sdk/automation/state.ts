import { decodeCheckpoint } from "../../engine/state";
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

/** @throws StackNotFoundError, SecretsError */
export async function readOutputs(home: Home, stackName: string): Promise<OutputMap> {
  const { backend, passphrase, stack } = await openStackOf(home, stackName);
  const { text, location } = await backend.readCheckpoint(stack);
  const { resources } = await decodeCheckpoint(text, { location, passphrase });
  const root = resources.find((resource) => resource.type === rootStackType && !resource.delete);
  return outputMap(root?.outputs ?? {});
}
