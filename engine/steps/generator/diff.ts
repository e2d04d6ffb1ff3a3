import { EngineError } from "../../errors";
import { isReplace } from "../../plugins/diff-response";
import { DiffUnavailableError } from "../../plugins/negotiated-provider";
import type { DiffResponse } from "../../plugins/provider";
import { configurationOf } from "../../plugins/provider-inputs";
import { parseProviderReference } from "../../provider-reference";
import { containsUnknowns, flattenOutput, propertiesEqual, unwrapSecrets, valuesEqual } from "../../values";
import type { PropertyValue } from "../../values";
import type { ResourceProvider } from "../context";
import { diffResource } from "../diff-resource";
import type { Entry } from "../entry";
import type { Planner } from "./planner";
import type { Prepared } from "./prepare";

/** How a resource differs from its record. */
export interface Difference {
  diff: DiffResponse;
  /** The program's own trigger asks for a replacement, whatever the provider says. */
  triggered: boolean;
}

/** Compares a resource with its record, as far as that needs to be asked. */
export async function diffOf(
  planner: Planner,
  prepared: Prepared,
  old: Entry,
  provider: ResourceProvider | undefined,
): Promise<Difference> {
  const { urn } = prepared;
  const now = prepared.new.state;
  if (!planner.preview && containsUnknowns(now.replacementTrigger)) {
    planner.bail(`replacement trigger contains unknowns for ${urn}`, urn);
  }
  if (isTriggered(now.replacementTrigger, old.state.replacementTrigger)) {
    return { diff: answer("some"), triggered: true };
  }
  const untriggered = (diff: DiffResponse) => ({ diff, triggered: false });
  if (planner.isReplaceTarget(urn, old.state)) return untriggered(answer("some", ["id"]));
  if (now.replaceWith.some((other) => planner.tracker.replaces.has(other))) {
    return untriggered(answer("some", ["replaceWith"]));
  }
  if (await isProviderReplaced(planner, prepared, old)) return untriggered(answer("some", ["provider"]));
  if (!provider) return untriggered(answer(propertiesEqual(old.state.inputs, now.inputs) ? "none" : "some"));
  return untriggered(await ask(planner, prepared, old, provider));
}

async function ask(
  { context: { diagnostics } }: Planner,
  { urn, goal, new: entry }: Prepared,
  old: Entry,
  provider: ResourceProvider,
): Promise<DiffResponse> {
  const { id, inputs: oldInputs, outputs: oldOutputs } = old.state;
  const ignoreChanges = goal.ignoreChanges ?? [];
  const request = { urn, id, oldInputs, oldOutputs, newInputs: entry.state.inputs, ignoreChanges };
  try {
    return await diffResource(provider, request, diagnostics);
  } catch (error) {
    if (!(error instanceof DiffUnavailableError)) throw error;
    diagnostics.warning(error.message, urn);
    return answer("some");
  }
}

function answer(changes: "none" | "some", replaceKeys: string[] = []): DiffResponse {
  return { changes, replaceKeys, stableKeys: [], changedKeys: [], deleteBeforeReplace: false };
}

/** A trigger that appears or goes is no change; one that is not known may be one. */
function isTriggered(now: PropertyValue, before: PropertyValue): boolean {
  const [left, right] = [now, before].map((value) => unwrapSecrets(flattenOutput(value))) as [
    PropertyValue,
    PropertyValue,
  ];
  if (containsUnknowns(left) || containsUnknowns(right)) return true;
  return left !== null && right !== null && !valuesEqual(left, right);
}

/** Whether the resource moves to a provider that can't manage the old object, as the new provider itself tells. */
async function isProviderReplaced(
  { tracker, context }: Planner,
  { new: { state } }: Prepared,
  { state: before }: Entry,
): Promise<boolean> {
  if (before.provider === state.provider) return false;
  if (before.provider === "" || state.provider === "") return true;
  const [oldUrn, newUrn] = [
    parseProviderReference(before.provider).urn,
    parseProviderReference(state.provider).urn,
  ];
  if (tracker.aliased.get(oldUrn) === newUrn) return false;
  const provider = context.registry.get(state.provider);
  const [oldResource, newResource] = [context.world.olds.get(oldUrn), tracker.providers.get(newUrn)];
  if (!provider || !oldResource || !newResource) {
    throw new EngineError(`failed to resolve provider reference: "${state.provider}"`);
  }
  const diff = await provider.diffConfig({
    urn: newUrn,
    oldInputs: configurationOf(oldResource.state.inputs),
    oldOutputs: oldResource.state.outputs,
    newInputs: configurationOf(newResource.state.inputs),
    ignoreChanges: [],
  });
  return isReplace(diff);
}
