import type { ResourceState, Snapshot } from "../../engine/state";
import { parseUrn } from "../../engine/urn";
import { isPropertyMap, propertyOf, unwrapSecretsIn, type PropertyMap } from "../../engine/values";
import type { HostLink } from "../../sdk/link";

/** A machine that a stack has something on. */
export interface InventoryHost {
  /** The Host resource's name; what is dialled where another stack has the resource. */
  readonly name: string;
  /** How it is reached. Holds secrets. */
  readonly link: HostLink;
  /** URN of the Host resource; undefined where another stack has it. */
  readonly urn: string | undefined;
}

/** A container that a stack has. */
export interface InventoryContainer {
  /** The resource's name. */
  readonly name: string;
  /** What the engine calls it. */
  readonly container: string;
  readonly host: InventoryHost;
}

/** An image that a stack has on a host. */
export interface InventoryImage {
  /** The resource's name. */
  readonly name: string;
  /** What a container names to have it. */
  readonly reference: string;
  readonly host: InventoryHost;
}

/** What a stack has where, as its state says. */
export interface Inventory {
  readonly hosts: readonly InventoryHost[];
  readonly containers: readonly InventoryContainer[];
  readonly images: readonly InventoryImage[];
}

/** Reads a state. What is only waiting to be deleted is left out. */
export function inventoryOf({ resources }: Snapshot): Inventory {
  const hosts = new Map<string, InventoryHost>();
  const present = resources.filter((resource) => !resource.delete);
  for (const resource of ofType(present, "Host")) {
    const link = linkIn(resource.outputs, "link");
    if (link === undefined || hosts.has(link.hostId)) continue;
    hosts.set(link.hostId, { name: parseUrn(resource.urn).name, link, urn: resource.urn });
  }
  const hostOf = (resource: ResourceState): InventoryHost | undefined => {
    const link = linkIn(resource.inputs, "host");
    if (link === undefined) return undefined;
    const host = hosts.get(link.hostId) ?? { name: addressOf(link), link, urn: undefined };
    hosts.set(link.hostId, host);
    return host;
  };
  const containers = ofType(present, "Container").flatMap((resource): InventoryContainer[] => {
    const [host, container] = [hostOf(resource), textIn(resource, "name")];
    return host === undefined || container === undefined ? [] : [{ ...named(resource), container, host }];
  });
  const images = ofType(present, "Image").flatMap((resource): InventoryImage[] => {
    const [host, reference] = [hostOf(resource), textIn(resource, "reference")];
    return host === undefined || reference === undefined ? [] : [{ ...named(resource), reference, host }];
  });
  return { hosts: [...hosts.values()], containers, images };
}

function ofType(resources: readonly ResourceState[], noun: string): ResourceState[] {
  return resources.filter(({ type }) => type === `moorage:index:${noun}`);
}

function named({ urn }: ResourceState): { name: string } {
  return { name: parseUrn(urn).name };
}

function textIn({ outputs, inputs }: ResourceState, key: string): string | undefined {
  const value = propertyOf(unwrapSecretsIn(outputs), key) ?? propertyOf(unwrapSecretsIn(inputs), key);
  return typeof value === "string" ? value : undefined;
}

function linkIn(properties: PropertyMap, key: string): HostLink | undefined {
  const link = propertyOf(unwrapSecretsIn(properties), key);
  const isLink = isPropertyMap(link) && typeof link["hostId"] === "string";
  return isLink ? (link as unknown as HostLink) : undefined;
}

function addressOf({ local, user = "root", address, port = 22 }: HostLink): string {
  return local === true ? "this machine" : `${user}@${address ?? ""}:${port}`;
}
