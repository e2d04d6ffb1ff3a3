import * as pulumi from "@pulumi/pulumi";
import { Container, type ContainerArgs } from "../container";
import { ContainerApp, type ContainerAppArgs } from "../container-app";
import { Host, type HostArgs } from "../host";
import { Image, type ImageArgs } from "../image";
import { Network, type NetworkArgs } from "../network";
import { Registry, type RegistryArgs } from "../registry";
import { Sandbox, type SandboxArgs } from "../sandbox";
import { Volume, type VolumeArgs } from "../volume";
import { loadStackFile, problemsOf } from "./load";
import { findEntry, mapNames, type NameAt } from "./names";
import { inOrder } from "./order";
import { problemText } from "./problem";
import { hostsOf, isOnHosts } from "./rules";
import type { Section, StackFile } from "./stack-file";

/** The resources of a stack file by their names; a thing that is on several `hosts` is `<name>-<host>`. */
export interface StackFileResources {
  readonly hosts: Readonly<Record<string, Host>>;
  /** Those of the hosts that have one, by the host's name. */
  readonly sandboxes: Readonly<Record<string, Sandbox>>;
  readonly registries: Readonly<Record<string, Registry>>;
  readonly images: Readonly<Record<string, Image>>;
  readonly networks: Readonly<Record<string, Network>>;
  readonly volumes: Readonly<Record<string, Volume>>;
  readonly containers: Readonly<Record<string, Container>>;
  readonly apps: Readonly<Record<string, ContainerApp>>;
}

/**
 * Makes the resources of a stack file, the same as a program would with their classes: what is moved from the file
 * into the program under its name stays what it is.
 *
 * @param file the path of a stack file, relative to the program's folder, or what `loadStackFile` gave
 * @throws StackFileError with a line for each mistake, and its line and column
 *
 * @example
 * const { apps } = deployStackFile(`${pulumi.getStack()}.yaml`);
 */
export function deployStackFile(file: string | StackFile): StackFileResources {
  const values = typeof file === "string" ? loadStackFile(file) : file;
  const problems = problemsOf(values);
  if (problems.length > 0) throw new pulumi.RunError(problems.map(problemText).join("\n"));
  const made: { readonly [S in Section]: Record<string, pulumi.Resource> } = {
    hosts: {},
    registries: {},
    images: {},
    networks: {},
    volumes: {},
    containers: {},
    apps: {},
  };
  const sandboxes: Record<string, Sandbox> = {};
  for (const { section, name, entry } of inOrder(values).entries) {
    for (const { suffix, hosts } of instances(section, entry)) {
      const named = mapNames(section, name, entry, (place) =>
        resourceAt(values, made, section, place, hosts),
      );
      const { dependsOn = [], hosts: places, sandbox, ...args } = named as Record<string, unknown>;
      if (sandbox !== undefined) {
        sandboxes[name] = new Sandbox(name, sandbox as SandboxArgs);
        args["connection"] = sandboxes[name].connection;
      }
      const [host] = hosts;
      if (section === "apps") args["hosts"] = places;
      else if (host !== undefined) args["host"] = made.hosts[host];
      const options = { dependsOn: dependsOn as pulumi.Resource[] };
      made[section][name + suffix] = makers[section](name + suffix, args as never, options);
    }
  }
  return { ...made, sandboxes } as unknown as StackFileResources;
}

const makers: {
  readonly [S in Section]: (name: string, args: never, options: pulumi.ResourceOptions) => pulumi.Resource;
} = {
  hosts: (name, args: HostArgs, options) => new Host(name, args, options),
  registries: (name, args: RegistryArgs, options) => new Registry(name, args, options),
  images: (name, args: ImageArgs, options) => new Image(name, args, options),
  networks: (name, args: NetworkArgs, options) => new Network(name, args, options),
  volumes: (name, args: VolumeArgs, options) => new Volume(name, args, options),
  containers: (name, args: ContainerArgs, options) => new Container(name, args, options),
  apps: (name, args: ContainerAppArgs, options) => new ContainerApp(name, args, options),
};

/** An entry with `hosts` is there once for each of them, but for an app, which is one on all of its hosts. */
function instances(section: Section, entry: unknown): { suffix: string; hosts: readonly string[] }[] {
  const hosts = hostsOf(entry);
  if (section === "apps" || !Object.hasOwn(entry as object, "hosts")) return [{ suffix: "", hosts }];
  return hosts.map((host) => ({ suffix: `-${host}`, hosts: [host] }));
}

/** The resource that a name stands for; for an app, those on each of its hosts. */
function resourceAt(
  file: StackFile,
  made: Readonly<Record<Section, Readonly<Record<string, pulumi.Resource>>>>,
  section: Section,
  place: NameAt,
  hosts: readonly string[],
): unknown {
  const target = findEntry(file, place);
  if (target === undefined) return undefined;
  const of = made[target.section];
  if (!Object.hasOwn(target.entry as object, "hosts") || target.section === "apps") {
    const one = of[place.name];
    return section === "apps" && isOnHosts(target.section) ? [one] : one;
  }
  const each = hosts.map((host) => of[`${place.name}-${host}`]);
  return section === "apps" ? each : each[0];
}
