import { entriesOf, findEntry, namesIn } from "./names";
import type { Path, Problem } from "./problem";
import type { Section, StackFile } from "./stack-file";

/** On which hosts an entry is: `host`, `hosts`, or both where someone wrote both. */
export function hostsOf(entry: unknown): readonly string[] {
  const { host, hosts } = entry as { host?: string; hosts?: readonly string[] };
  return [...(host === undefined ? [] : [host]), ...(hosts ?? [])];
}

/** Whether what is in a list is on a host, and serves the containers there. */
export function isOnHosts(section: Section): boolean {
  return section === "images" || section === "networks" || section === "volumes";
}

/** What no single value says: where things are, and what goes with what. Names that stand for nothing are passed over. */
export function ruleProblems(file: StackFile): Problem[] {
  return [...reached(file), ...placement(file), ...neighbours(file), ...namedTwice(file)];
}

/** A host is reached in one way. */
function reached({ hosts = {} }: StackFile): Problem[] {
  return Object.entries(hosts).flatMap(([name, host]): Problem[] => {
    const other = (["connection", "local"] as const).find((key) => host[key] !== undefined);
    if (host.sandbox === undefined || other === undefined) return [];
    const reason = `cannot stand beside ${other}: leave one of them out`;
    return [{ path: ["hosts", name, "sandbox"], reason, atKey: true }];
  });
}

/** Images, networks and volumes are on one host or on several. */
function placement(file: StackFile): Problem[] {
  return entriesOf(file).flatMap(({ section, name, entry }): Problem[] => {
    const path: Path = [section, name];
    const { host, hosts } = entry as { host?: string; hosts?: readonly string[] };
    const twice = hosts?.findIndex((each, index) => hosts.indexOf(each) !== index) ?? -1;
    if (twice !== -1) return [{ path: [...path, "hosts", twice], reason: "is there a second time" }];
    if (!isOnHosts(section)) return [];
    if (host !== undefined && hosts !== undefined) {
      return [
        { path: [...path, "hosts"], reason: "cannot stand beside host: leave one of them out", atKey: true },
      ];
    }
    if (hostsOf(entry).length > 0) return [];
    return [{ path, reason: "needs host, or hosts with at least one", atKey: true }];
  });
}

/** A container takes its image, its networks and its volumes from its own host. */
function neighbours(file: StackFile): Problem[] {
  return entriesOf(file)
    .filter(({ section }) => section === "containers" || section === "apps")
    .flatMap(({ section, name, entry }) =>
      namesIn(section, name, entry).flatMap((place): Problem[] => {
        const target = findEntry(file, place);
        if (target === undefined || !isOnHosts(target.section)) return [];
        const there = hostsOf(target.entry);
        const missing = hostsOf(entry).filter((host) => !there.includes(host));
        if (missing.length === 0) return [];
        return [
          {
            path: place.path,
            reason: `must be on ${missing.join(" and ")} as well, but ${target.section}.${target.name} is on ${there.join(" and ")}`,
          },
        ];
      }),
    );
}

/** `dependsOn` names containers and apps alike. */
function namedTwice({ containers = {}, apps = {} }: StackFile): Problem[] {
  return Object.keys(apps)
    .filter((name) => Object.hasOwn(containers, name))
    .map((name) => ({
      path: ["apps", name],
      reason: "has the name of a container: give it another",
      atKey: true,
    }));
}
