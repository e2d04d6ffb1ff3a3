import { buildUrn, parseUrn, rootStackType, type Urn } from "../../urn";
import type { Alias } from "../goal";
import type { Tracker } from "./tracker";

interface Named {
  name: string;
  type: string;
  parent: Urn | undefined;
  aliases: readonly Alias[];
}

/**
 * The URNs by which the state may know a resource: its own aliases, and what it was called under the former URN of its
 * parent.
 */
export function aliasUrns(
  resource: Named,
  tracker: Tracker,
  place: { project: string; stack: string },
): Urn[] {
  const own = resource.aliases.map((alias) => collapse(alias, resource, tracker, place));
  const formerParent = resource.parent === undefined ? undefined : tracker.aliases.get(resource.parent);
  if (resource.parent === undefined || formerParent === undefined) return [...new Set(own)];
  const parentName = parseUrn(resource.parent).name;
  const inherit = ({ name, type }: { name: string; type: string }) =>
    inherited({ name, type }, parentName, formerParent, place);
  return [...new Set([...own, inherit(resource), ...own.map((urn) => inherit(parseUrn(urn)))])];
}

function collapse(
  alias: Alias,
  resource: Named,
  tracker: Tracker,
  place: { project: string; stack: string },
): Urn {
  if ("urn" in alias) return alias.urn;
  const given = alias.parent ? (tracker.aliases.get(alias.parent) ?? alias.parent) : resource.parent;
  const parent = alias.noParent ? undefined : given;
  const parentType = parent ? parseUrn(parent).qualifiedType : "";
  return buildUrn({
    stack: alias.stack || place.stack,
    project: alias.project || place.project,
    parentType: parentType === rootStackType ? "" : parentType,
    type: alias.type || resource.type,
    name: alias.name || resource.name,
  });
}

/** A name that begins with the parent's is taken for one derived from it, and follows it. */
function inherited(
  child: { name: string; type: string },
  parentName: string,
  formerParent: Urn,
  place: { project: string; stack: string },
): Urn {
  const former = parseUrn(formerParent);
  const name = child.name.startsWith(parentName)
    ? former.name + child.name.slice(parentName.length)
    : child.name;
  return buildUrn({ ...place, parentType: former.qualifiedType, type: child.type, name });
}
