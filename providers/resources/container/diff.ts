import { sameOption } from "../../reconcile/container/compare";
import { optionNames } from "../../reconcile/container/options";
import type { ContainerSpec, OptionName } from "../../reconcile/container/options/option";
import { type Bag, hasUnknown } from "../bag";
import { identityDifferences } from "../child-inputs";
import type { DiffRequest, DiffResult, PropertyDifference } from "../lifecycle";
import { valueDifferences } from "../value-differences";
import { containerInputs, specIn } from "./inputs";

/** What of a container changes: by its inputs, and by what was last seen of it. */
export function diffContainer(request: DiffRequest): DiffResult {
  const olds = containerInputs(request.oldInputs);
  const news = containerInputs(request.news);
  const identity = identityDifferences(olds, news);
  const options = optionDifferences(request);
  return {
    differences: [...identity, ...options, ...(identity.length > 0 ? [] : drift(request))],
    deleteBeforeReplace: olds.hostId === news.hostId && identity.length > 0 && holdsFixed(olds.spec),
  };
}

/** Whether two specs take a new container to get from one to the other, in part or in doubt. */
export function changedOptions(olds: Bag, news: Bag): readonly OptionName[] {
  const [before, after] = [specIn(olds), specIn(news)];
  return optionNames.filter(
    (name) => hasUnknown(news.values[name]) || !sameOption(name, before[name], after[name]),
  );
}

function optionDifferences({ oldInputs, oldState, news }: DiffRequest): readonly PropertyDifference[] {
  const changed = new Set(changedOptions(oldInputs, news));
  const [before, seen] = [specIn(oldInputs), specIn(oldState)];
  return optionNames.flatMap((name) => {
    const given = oldInputs.values[name];
    const asked = news.values[name];
    if (changed.has(name)) return valueDifferences([name], given, asked, true);
    // Only what was given is observed; and nothing was where the container could not be looked at.
    const isObserved = oldState.values["containerId"] !== undefined && given !== undefined;
    if (!isObserved || sameOption(name, before[name], seen[name])) return [];
    return valueDifferences([name], oldState.values[name], asked, false);
  });
}

function drift({ oldInputs, oldState }: DiffRequest): readonly PropertyDifference[] {
  const { name, status } = oldState.values;
  const update = (property: string): PropertyDifference => ({
    path: [property],
    kind: "update",
    replaces: false,
    isInput: false,
  });
  return [
    ...(name !== undefined && name !== oldInputs.values["name"] ? [update("name")] : []),
    ...(status !== undefined && status !== "running" ? [update("status")] : []),
  ];
}

/** Whether a container has what no other container of the host can have at the same time. */
function holdsFixed(spec: ContainerSpec | undefined): boolean {
  const ports = spec?.ports ?? [];
  const networks = spec?.networks ?? [];
  return (
    ports.some(({ host }) => host !== undefined) ||
    networks.some(({ ipv4Address, ipv6Address }) => ipv4Address !== undefined || ipv6Address !== undefined)
  );
}
