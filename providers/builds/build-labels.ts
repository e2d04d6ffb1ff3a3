import { LABEL_PREFIX, type Labels } from "../reconcile/ownership";

// Containers have their image's labels too: so these differ from those that mark a container as its resource's.
const URN = `${LABEL_PREFIX}build.urn`;
const SPEC = `${LABEL_PREFIX}build.spec`;

/** Labels by which an image that was built is found again. */
export function buildLabels(urn: string, spec: string): Labels {
  return { [URN]: urn, [SPEC]: spec };
}

/** Whether an image was built for a resource. */
export function isBuiltFor(labels: Labels | null | undefined, urn: string): boolean {
  return labels?.[URN] === urn;
}

/** Whether an image was built from the very spec. */
export function isBuiltFrom(labels: Labels | null | undefined, urn: string, spec: string): boolean {
  return isBuiltFor(labels, urn) && labels?.[SPEC] === spec;
}
