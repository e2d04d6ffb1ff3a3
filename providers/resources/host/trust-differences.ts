import { UNKNOWN, type Value } from "../bag";
import { isRecord } from "../child-inputs";
import type { PropertyDifference } from "../lifecycle";
import { valueDifferences } from "../value-differences";

const NAME = "trustedRegistries";

/**
 * What changes in the registries that a host trusts. They are matched by their addresses: one that is missing does not
 * make those after it look changed, and their order does not matter. What is removed stands at its former place.
 */
export function trustDifferences(
  old: Value | undefined,
  now: Value | undefined,
): readonly PropertyDifference[] {
  if (!Array.isArray(old) || !Array.isArray(now)) return valueDifferences([NAME], old, now, true);
  const formerly = old as readonly Value[];
  const wanted = now as readonly Value[];
  const partners = wanted.map((registry) => formerly.findIndex((other) => isSameAddress(registry, other)));
  const places = Array.from({ length: Math.max(formerly.length, wanted.length) }, (_, index) => index);
  return places.flatMap((index) => {
    const partner = partners[index] ?? -1;
    const dropped = partners.includes(index) ? undefined : formerly[index];
    if (partner === -1) return valueDifferences([NAME, index], dropped, wanted[index], true);
    return [
      ...valueDifferences([NAME, index], formerly[partner], wanted[index], true),
      ...valueDifferences([NAME, index], dropped, undefined, true),
    ];
  });
}

function isSameAddress(one: Value, other: Value): boolean {
  if (!isRecord(one) || !isRecord(other)) return false;
  const { address } = one;
  return address !== UNKNOWN && address === other["address"];
}
