import type { Urn } from "../urn";
import { dependenciesOf } from "./dependencies";
import type { Entry } from "./entry";
import type { Ledger } from "./ledger";

/** A refresh makes nothing: what the program wants anew, or what is found gone, is not there to be referred to. */
export function dropUnmade(found: Entry, ledger: Ledger): void {
  const missing = new Set(
    dependenciesOf(found.state)
      .map(({ urn }) => urn)
      .filter((urn) => !ledger.knows(urn)),
  );
  if (missing.size === 0) return;
  const { parent, dependencies, propertyDependencies, deletedWith, replaceWith } = found.state;
  const rest = (urns: readonly Urn[]) => urns.filter((urn) => !missing.has(urn));
  found.set({
    parent: parent !== undefined && missing.has(parent) ? undefined : parent,
    dependencies: rest(dependencies),
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies)
        .map(([key, urns]) => [key, rest(urns)] as const)
        .filter(([, urns]) => urns.length > 0),
    ),
    deletedWith: deletedWith !== undefined && missing.has(deletedWith) ? undefined : deletedWith,
    replaceWith: rest(replaceWith),
  });
}
