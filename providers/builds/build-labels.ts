import { LABEL_PREFIX, type Labels } from "../reconcile/ownership";

// Containers have their image's labels too: so these differ from those that mark a container as its resource's.
const URN = `${LABEL_PREFIX}build.urn`;
const SPEC = `${LABEL_PREFIX}build.spec`;

/** Labels by which an image that was built is found again. */
export function buildLabels(urn: string, spec: string): Labels {
  return { [URN]: urn, [SPEC]: spec };
}

/** The URN of the resource that an image was built for. */
export function builtFor(labels: Labels | null | undefined): string | undefined {
  return labels?.[URN];
}

/** Whether an image was built from the very spec. */
export function isBuiltFrom(labels: Labels | null | undefined, urn: string, spec: string): boolean {
  return builtFor(labels) === urn && labels?.[SPEC] === spec;
}
