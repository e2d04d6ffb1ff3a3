import { EngineError } from "../errors";
import { withPluginChoice } from "../plugins/provider-inputs";
import { formatProviderReference } from "../provider-reference";
import { resourceState, type ResourceState } from "../state/resource-state";
import { childUrn, packageOfType, providerType, rootStackType, type Urn } from "../urn";
import { defaultProviderName } from "./default-providers";
import type { ImportSpec } from "./deployment";
import { Entry } from "./entry";
import { BailError } from "./generator/bail-error";
import { CreateStep } from "./kinds/create";
import { ImportExistingStep } from "./kinds/import-existing";
import { SameStep } from "./kinds/same";
import { registerOutputs } from "./register-outputs";
import type { Session } from "./session";
import type { Registration, Step } from "./step";

/**
 * Takes objects that exist into the stack's state, beside what it has already. No program runs.
 *
 * @returns the URNs of all of them that are no components
 */
export async function importResources(session: Session, specs: readonly ImportSpec[]): Promise<Urn[]> {
  if (specs.length === 0) return [];
  await keepExisting(session);
  const stack = await stackResource(session);
  const providers = await providerReferences(session, specs);
  const wanted = new Map<Urn, Step>();
  const resources: Urn[] = [];
  for (const spec of specs) {
    const urn = urnOf(session, spec.type, spec.name, spec.parent ?? stack.urn);
    if (spec.component !== true) resources.push(urn);
    if (wanted.has(urn)) throw new EngineError(`duplicate import '${spec.name}' of type '${spec.type}'`);
    const old = session.world.olds.get(urn)?.state;
    if (old && (await isImported(session, old, spec))) continue;
    const provider = spec.component ? "" : (providers.get(providerUrn(session, spec)) ?? "");
    wanted.set(urn, new ImportExistingStep(recordOf(urn, spec, spec.parent ?? stack.urn, provider), spec));
  }
  await runByParents(session, wanted);
  if (stack.isNew) await registerOutputs(session, stack.urn, {});
  return resources;
}

/** Whether the state has the object already. The provider may call it by another id than it is imported by. */
async function isImported({ registry }: Session, old: ResourceState, spec: ImportSpec): Promise<boolean> {
  if ((old.importID || old.id) === spec.id) return true;
  if (spec.component === true || !old.custom) return false;
  // What is wrong with it is told when it is imported.
  const found = await registry
    .get(old.provider)
    ?.read({ urn: old.urn, id: spec.id })
    .catch(() => undefined);
  return found?.properties !== undefined && found.id === old.id;
}

/** Parents before their children, the rest beside each other. */
async function runByParents(session: Session, wanted: Map<Urn, Step>): Promise<void> {
  while (wanted.size > 0) {
    const ready = [...wanted].filter(([, step]) => !wanted.has(step.new?.state.parent ?? ""));
    for (const [urn] of ready) wanted.delete(urn);
    await run(
      session,
      ready.map(([, step]) => step),
      false,
    );
  }
}

async function run(session: Session, steps: readonly Step[], serial: boolean): Promise<void> {
  const { executor } = session;
  const succeeded = serial ? await executor.chain(steps, true) : await executor.parallel(steps, true);
  if (!succeeded) throw new BailError("the import failed");
}

async function keepExisting(session: Session): Promise<void> {
  const steps = session.world.base
    .filter(({ state }) => !state.delete)
    .map((old) => new SameStep({ old, new: new Entry({ ...old.state, id: "" }) }));
  await run(session, steps, true);
}

async function stackResource(session: Session): Promise<{ urn: Urn; isNew: boolean }> {
  const known = session.world.base.find(({ state }) => state.type === rootStackType && !state.parent);
  if (known) return { urn: known.state.urn, isNew: false };
  const { project, stack } = session.options;
  const urn = urnOf(session, rootStackType, `${project}-${stack}`, undefined);
  const entry = new Entry(resourceState({ urn, type: rootStackType, custom: false }));
  await run(session, [new CreateStep({ new: entry, registration: unawaited(entry) })], true);
  return { urn, isNew: true };
}

/** References of the providers that the imports need, by URN; default ones are made where the state has none. */
async function providerReferences(
  session: Session,
  specs: readonly ImportSpec[],
): Promise<ReadonlyMap<Urn, string>> {
  const references = new Map<Urn, string>();
  const created = new Map<Urn, Entry>();
  for (const spec of specs.filter(({ component }) => !component)) {
    const urn = providerUrn(session, spec);
    const known = session.world.olds.get(urn)?.state;
    if (known) references.set(urn, formatProviderReference(known));
    else if (spec.provider)
      throw new EngineError(`the provider ${spec.provider} is not in the stack's state`);
    else if (!created.has(urn)) created.set(urn, await checkedProvider(session, spec, urn));
  }
  const steps = [...created.values()].map(
    (entry) => new CreateStep({ new: entry, registration: unawaited(entry) }),
  );
  await run(session, steps, false);
  for (const [urn, { state }] of created) references.set(urn, formatProviderReference(state));
  return references;
}

async function checkedProvider(session: Session, spec: ImportSpec, urn: Urn): Promise<Entry> {
  const packageName = packageOfType(spec.type);
  const inputs = withPluginChoice(session.options.packageConfig(packageName), pluginOf(session, spec));
  const answer = await session.registry.check({ urn, newInputs: inputs });
  for (const { property, reason } of answer.failures) {
    session.reporter.error(`the default provider of '${packageName}': property ${property}: ${reason}`, urn);
  }
  if (answer.failures.length > 0) throw new BailError("provider check failed");
  return new Entry(resourceState({ urn, type: providerType(packageName), custom: true, inputs }));
}

function providerUrn(session: Session, spec: ImportSpec): Urn {
  if (spec.provider) return spec.provider;
  const packageName = packageOfType(spec.type);
  const name = defaultProviderName({ package: packageName, ...pluginOf(session, spec) });
  return urnOf(session, providerType(packageName), name, undefined);
}

function pluginOf(session: Session, { type, version, pluginDownloadUrl }: ImportSpec) {
  const known = session.options.defaultProviders?.[packageOfType(type)];
  return {
    version: version ?? known?.version,
    pluginDownloadUrl: pluginDownloadUrl ?? known?.pluginDownloadUrl,
  };
}

function recordOf(urn: Urn, spec: ImportSpec, parent: Urn, provider: string): Entry {
  const { type, id, component = false, protect = false } = spec;
  return new Entry(resourceState({ urn, type, custom: !component, parent, provider, protect, importID: id }));
}

function urnOf(
  { options: { stack, project } }: Session,
  type: string,
  name: string,
  parent: Urn | undefined,
) {
  return childUrn(stack, project, parent, type, name);
}

/** A registration that no program waits for. */
function unawaited({ state }: Entry): Registration {
  const { type, urn, custom, inputs } = state;
  const goal = { type, name: urn, custom, inputs, provider: "", dependencies: [], propertyDependencies: {} };
  return { goal, settle: () => undefined };
}
