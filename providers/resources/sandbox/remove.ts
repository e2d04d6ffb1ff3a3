import { absentAsUndefined } from "../../apply/container/observe";
import { NotFoundError } from "../../docker/errors";
import { ownerOf } from "../child-inputs";
import { removeOnHost } from "../host-access";
import type { Context, RemoveRequest } from "../lifecycle";
import { isOurs, localEngineError } from "./engine";
import { sandboxInputs } from "./inputs";
import { engineLink } from "./read";

/** Throws a sandbox away with all that is on it. The image stays for the next one. */
export async function removeSandbox(
  context: Context,
  { id, inputs: bag, state }: RemoveRequest,
): Promise<void> {
  const inputs = sandboxInputs(bag);
  if (inputs === undefined) return;
  const link = engineLink(context, id, inputs.socketPath, state);
  const owner = ownerOf(context.urn, inputs.name);
  try {
    await removeOnHost(context, link, async ({ engine }) => {
      const found = await absentAsUndefined(() => engine.containers.inspect(owner.name, context.signal));
      if (found === undefined) return;
      if (!isOurs({ Id: found.Id, Labels: found.Config.Labels }, owner, state)) return;
      await engine.containers.remove(found.Id, { volumes: true, signal: context.signal });
    });
  } catch (error) {
    if (error instanceof NotFoundError) return;
    throw localEngineError(error);
  }
}
