import type { ResourceState } from "../state";

/** The same state with these records protected, or not protected any more. What is to be deleted stays as it is. */
export function protectResources(
  resources: readonly ResourceState[],
  meant: readonly ResourceState[],
  protect: boolean,
): readonly ResourceState[] {
  const those = new Set(meant);
  return resources.map((resource) =>
    those.has(resource) && !resource.delete ? { ...resource, protect } : resource,
  );
}
