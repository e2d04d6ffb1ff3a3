import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Urn } from "../urn";
import type { PropertyMap } from "../values";
import { dependenciesOf } from "./output-values";
import { urn } from "./resource-options";

/** What a resource depends on: as a whole, and by input. */
export interface Dependencies {
  readonly all: ReadonlySet<Urn>;
  readonly byProperty: ReadonlyMap<string, ReadonlySet<Urn>>;
}

/** What the SDK says of them. An SDK that tells nothing by input means that each depends on everything. */
export function requestedDependencies(request: RegisterResourceRequest, inputs: PropertyMap): Dependencies {
  const all = new Set(request.getDependenciesList().map((each) => urn(each, "dependency")));
  const told = request.getPropertydependenciesMap();
  if (told.getLength() === 0 && !request.getRemote()) {
    return { all, byProperty: new Map(Object.keys(inputs).map((key) => [key, all])) };
  }
  const byProperty = new Map<string, Set<Urn>>();
  for (const [key, dependencies] of told.entries()) {
    byProperty.set(
      key,
      new Set(dependencies.getUrnsList().map((each) => urn(each, `dependency on property ${key}`))),
    );
  }
  return { all, byProperty };
}

/** The same with what the inputs themselves tell. */
export function extendedByInputs({ all, byProperty }: Dependencies, inputs: PropertyMap): Dependencies {
  const extended = new Map(byProperty);
  for (const [key, value] of Object.entries(inputs)) {
    extended.set(key, dependenciesOf(value, new Set(extended.get(key))));
  }
  return { all, byProperty: extended };
}

/** What is left after transforms: they may have changed both the inputs and `dependsOn`. */
export function transformedDependencies(dependsOn: readonly string[], inputs: PropertyMap): Dependencies {
  const all = new Set(dependsOn.map((each) => urn(each, "dependency")));
  const byProperty = new Map<string, Set<Urn>>();
  for (const [key, value] of Object.entries(inputs)) {
    const found = dependenciesOf(value);
    byProperty.set(key, found);
    for (const each of found) all.add(each);
  }
  return { all, byProperty };
}
