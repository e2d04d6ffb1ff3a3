import type { ConstructOptions } from "../plugins/provider";
import type { Registered } from "../steps/goal";
import { packageOfType, type Urn } from "../urn";
import { flattenOutputs } from "../values";
import type { Monitor } from "./monitor";
import { refuseNewer } from "./newer-requests";
import { dependenciesOf } from "./output-values";
import type { Registration } from "./register-resource";
import { aliasesOf, givenOptions, hooksOf, optionalUrn, replacementTriggerOf } from "./resource-options";

/** Has a component made by its provider, which registers it and what is in it with this monitor. */
export async function construct(
  monitor: Monitor,
  registration: Registration,
): Promise<{ registered: Registered; outputDependencies: Record<string, Urn[]> }> {
  const { type, name, parent, inputs, provider } = registration;
  monitor.refuseDenied(provider, packageOfType(type), type);
  const { urn, state, stateDependencies } = await monitor.registrar.provider(provider).construct({
    info: await monitor.programInfo(),
    type,
    name,
    parent: parent ?? "",
    inputs,
    options: constructOptions(registration),
  });
  const outputDependencies = Object.fromEntries(
    Object.entries(state).map(([key, value]) => [
      key,
      [...dependenciesOf(value, new Set(stateDependencies[key]))],
    ]),
  );
  const registered: Registered = { urn, id: "", inputs, outputs: flattenOutputs(state), result: "success" };
  return { registered, outputDependencies };
}

function constructOptions({ options, dependencies }: Registration): ConstructOptions {
  const timeouts = options.getCustomTimeouts();
  refuseNewer(timeouts, { getRead: "customTimeouts.read" });
  return {
    aliases: aliasesOf(options),
    dependencies: [...dependencies.all],
    inputDependencies: Object.fromEntries(
      [...dependencies.byProperty].map(([key, found]) => [key, [...found]]),
    ),
    providers: Object.fromEntries(options.getProvidersMap().entries()),
    additionalSecretOutputs: options.getAdditionalSecretOutputsList(),
    customTimeouts: {
      create: timeouts?.getCreate() ?? "",
      update: timeouts?.getUpdate() ?? "",
      delete: timeouts?.getDelete() ?? "",
    },
    deletedWith: optionalUrn(options.getDeletedWith(), "DeletedWith"),
    replaceWith: options.getReplaceWithList(),
    ignoreChanges: options.getIgnoreChangesList(),
    replaceOnChanges: options.getReplaceOnChangesList(),
    replacementTrigger: replacementTriggerOf(options),
    hooks: hooksOf(options),
    ...givenOptions(options),
  };
}
