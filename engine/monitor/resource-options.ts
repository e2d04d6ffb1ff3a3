import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { TransformResourceOptions, type RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { CustomTimeouts } from "../state/resource-state";
import type { Alias as GoalAlias, HookNames } from "../steps/goal";
import { isUrn, type Urn } from "../urn";
import { parsePropertyPath, type PropertyPath, type PropertyValue } from "../values";
import { InvalidRequestError } from "./errors";
import { refuseNewer } from "./newer-requests";
import { fromValue, keepAll } from "../struct";

/** The options of a registration in the form in which transforms see and change them. */
export function optionsOf(request: RegisterResourceRequest, provider: string): TransformResourceOptions {
  const options = new TransformResourceOptions()
    .setImport(request.getImportid())
    .setDependsOnList(request.getDependenciesList())
    .setIgnoreChangesList(request.getIgnorechangesList())
    .setReplaceOnChangesList(request.getReplaceonchangesList())
    .setVersion(request.getVersion())
    .setAliasesList([...request.getAliasurnsList().map(urnAlias), ...request.getAliasesList()])
    .setProvider(provider)
    .setHideDiffList(request.getHidediffsList())
    .setPluginDownloadUrl(request.getPlugindownloadurl())
    .setDeletedWith(request.getDeletedwith())
    .setReplaceWithList(request.getReplaceWithList())
    .setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  options.setCustomTimeouts(request.getCustomtimeouts());
  options.setHooks(request.getHooks());
  options.setReplacementTrigger(request.getReplacementTrigger());
  if (request.hasProtect()) options.setProtect(request.getProtect() ?? false);
  if (request.hasRetainondelete()) options.setRetainOnDelete(request.getRetainondelete() ?? false);
  // Some SDKs say only that it is so, not that they said it.
  if (request.getDeletebeforereplacedefined() || request.getDeletebeforereplace()) {
    options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  }
  for (const [name, reference] of request.getProvidersMap().entries()) {
    options.getProvidersMap().set(name, reference);
  }
  return options;
}

function urnAlias(urn: string): Alias {
  const alias = new Alias();
  alias.setUrn(urn);
  return alias;
}

/** What an option says if it says anything: `false` and "not given" differ. */
export function givenOptions(options: TransformResourceOptions): {
  protect: boolean | undefined;
  retainOnDelete: boolean | undefined;
  deleteBeforeReplace: boolean | undefined;
} {
  return {
    protect: options.hasProtect() ? options.getProtect() : undefined,
    retainOnDelete: options.hasRetainOnDelete() ? options.getRetainOnDelete() : undefined,
    deleteBeforeReplace: options.hasDeleteBeforeReplace() ? options.getDeleteBeforeReplace() : undefined,
  };
}

/** @throws InvalidRequestError */
export function aliasesOf(options: TransformResourceOptions): GoalAlias[] {
  return options.getAliasesList().map((alias) => {
    const spec = alias.getSpec();
    if (spec === undefined) return { urn: urn(alias.getUrn(), "alias") };
    const parent = spec.getParenturn();
    return {
      ...given("name", spec.getName()),
      ...given("type", spec.getType()),
      ...given("stack", spec.getStack()),
      ...given("project", spec.getProject()),
      ...(parent === "" ? {} : { parent: urn(parent, "parent alias") }),
      ...(spec.getNoparent() ? { noParent: true } : {}),
    };
  });
}

function given<Name extends string>(name: Name, value: string): Partial<Record<Name, string>> {
  return value === "" ? {} : ({ [name]: value } as Record<Name, string>);
}

/**
 * @throws InvalidRequestError for a duration that is not like `1h5m`
 * @throws UnsupportedRequestError for a timeout of reads
 */
export function timeoutsOf(options: TransformResourceOptions): CustomTimeouts {
  const timeouts = options.getCustomTimeouts();
  refuseNewer(timeouts, { getRead: "customTimeouts.read" });
  return {
    create: seconds(timeouts?.getCreate()),
    update: seconds(timeouts?.getUpdate()),
    delete: seconds(timeouts?.getDelete()),
  };
}

const secondsIn: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** Reads a duration as Go writes it. */
function seconds(duration: string | undefined): number {
  if (duration === undefined || duration === "" || duration === "0") return 0;
  const [, sign, parts] = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.exec(duration) ?? [];
  if (parts === undefined) throw new InvalidRequestError(`unable to parse customTimeout Value ${duration}`);
  let total = 0;
  for (const [, amount, unit = ""] of parts.matchAll(/([\d.]+)([a-zµμ]+)/g)) {
    total += Number(amount) * (secondsIn[unit] ?? 0);
  }
  return sign === "-" ? -total : total;
}

/** The trigger with its markers; null for none. */
export function replacementTriggerOf(options: TransformResourceOptions): PropertyValue {
  return fromValue("replacementTrigger", options.getReplacementTrigger(), keepAll) ?? null;
}

/** The hooks that are bound to a resource; undefined for none. */
export function hooksOf(options: TransformResourceOptions): HookNames | undefined {
  const bound = options.getHooks();
  if (bound === undefined) return undefined;
  const names = Object.entries({
    BeforeCreate: bound.getBeforeCreateList(),
    AfterCreate: bound.getAfterCreateList(),
    BeforeUpdate: bound.getBeforeUpdateList(),
    AfterUpdate: bound.getAfterUpdateList(),
    BeforeDelete: bound.getBeforeDeleteList(),
    AfterDelete: bound.getAfterDeleteList(),
    OnError: bound.getOnErrorList(),
  }).filter(([, list]) => list.length > 0);
  return names.length === 0 ? undefined : (Object.fromEntries(names) as HookNames);
}

/** @throws InvalidRequestError */
export function hiddenDiffsOf(options: TransformResourceOptions): PropertyPath[] {
  return options.getHideDiffList().map((text) => {
    const path = parsePropertyPath(text);
    if (path === undefined)
      throw new InvalidRequestError(`hideDiffs: ${JSON.stringify(text)} is no property path`);
    return path;
  });
}

/** @throws InvalidRequestError for what is none; what it names is said */
export function urn(text: string, what: string): Urn {
  if (!isUrn(text)) throw new InvalidRequestError(`invalid ${what} URN: ${JSON.stringify(text)}`);
  return text;
}

/** The same, but none is none. */
export function optionalUrn(text: string, what: string): Urn | undefined {
  return text === "" ? undefined : urn(text, what);
}
