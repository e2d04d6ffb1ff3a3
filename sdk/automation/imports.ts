import type { StackReference } from "../../engine/backend";
import { EngineError } from "../../engine/errors";
import type { ImportSpec } from "../../engine/steps/deployment";
import { childUrn, type Urn } from "../../engine/urn";

/** An object that exists, to be taken into the stack's state. */
export interface ImportResource {
  /** Its type, e.g. `moorage:index:Volume`. */
  type: string;
  /** How the other ones and the name table call it, and its name in the program unless `logicalName` says another. */
  name: string;
  /** What the provider knows it by. Not for a component. */
  id?: string;
  /** The name of its parent. @default the stack */
  parent?: string;
  /** The name of its provider. @default the package's default provider */
  provider?: string;
  /** The provider's version. */
  version?: string;
  /** Where the provider is downloaded from. */
  pluginDownloadUrl?: string;
  /** Its name in the program. @default `name` */
  logicalName?: string;
  /** The inputs to keep. @default all */
  properties?: string[];
  /** It is a component, which has no id. @default false */
  component?: boolean;
}

/**
 * The imports in the engine's words: names become URNs, and are what the program's code calls them.
 *
 * @throws EngineError that tells all that is wrong
 */
export function importSpecs(
  resources: readonly ImportResource[],
  nameTable: Readonly<Record<string, string>>,
  protect: boolean,
  stack: StackReference,
): { imports: ImportSpec[]; variables: Record<Urn, string> } {
  const problems = resources.flatMap(problemsOf);
  const urns = new Map<string, Urn>(Object.entries(nameTable));
  let open = resources.filter(({ name }) => !urns.has(name));
  while (open.length > 0) {
    const left = open.filter((resource) => {
      const { logicalName, name, parent, type } = resource;
      const parentUrn = parent === undefined ? undefined : urns.get(parent);
      if (parent !== undefined && parentUrn === undefined) return true;
      urns.set(name, childUrn(stack.name, stack.project, parentUrn, type, logicalName ?? name));
      return false;
    });
    if (left.length === open.length) {
      for (const { name, parent } of left)
        problems.push(`the parent '${parent}' of '${name}' is in no name table`);
      break;
    }
    open = left;
  }
  for (const { name, provider } of resources) {
    if (provider === undefined || urns.has(provider)) continue;
    problems.push(`the provider '${provider}' of '${name}' is in no name table`);
  }
  if (problems.length > 0) throw new EngineError(`the import is not usable: ${problems.join("; ")}`);
  const imports = resources.map((resource) => ({
    type: resource.type,
    name: resource.logicalName ?? resource.name,
    id: resource.id ?? "",
    parent: resource.parent === undefined ? undefined : urns.get(resource.parent),
    provider: resource.provider === undefined ? undefined : urns.get(resource.provider),
    version: resource.version,
    pluginDownloadUrl: resource.pluginDownloadUrl,
    protect,
    properties: resource.properties,
    component: resource.component,
  }));
  return { imports, variables: Object.fromEntries([...urns].map(([name, urn]) => [urn, name])) };
}

function problemsOf({ component = false, id = "", name, type }: ImportResource): string[] {
  const subject = `'${name}' of type '${type}'`;
  return [
    ...(type === "" ? [`'${name}' has no type`] : []),
    ...(name === "" ? [`a resource of type '${type}' has no name`] : []),
    ...(component && id !== "" ? [`${subject} has an id, but is a component`] : []),
    ...(!component && id === "" ? [`${subject} has no id`] : []),
  ];
}
