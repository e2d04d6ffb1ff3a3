import type { HostMarker, Orphan, OrphansResult } from "../../sdk/orphans";
import type { HostLink } from "../../sdk/link";
import { builtFor } from "../builds/build-labels";
import type { Engine } from "../docker/engine";
import { UserError } from "../errors";
import { HOST_ID_FILE } from "../linux/paths";
import { type Built, findMade, type Made } from "../reconcile/orphans";
import { quoteAll, quoteOperands } from "../ssh/quote";
import { importCommand } from "./adoption";
import type { Bag, Value } from "./bag";
import { childInputs } from "./child-inputs";
import type { FunctionContext } from "./lifecycle";
import { readUrn } from "./urn";

const REMOVALS: Readonly<Record<Made["kind"], string>> = {
  container: "docker rm --force",
  network: "docker network rm",
  volume: "docker volume rm",
  image: "docker image rm",
};

const NOUNS: Readonly<Record<Made["kind"], string>> = {
  container: "moorage:index:Container",
  network: "moorage:index:Network",
  volume: "moorage:index:Volume",
  image: "moorage:index:Image",
};

/**
 * What stacks have on a host that are not among the known ones. `isKnown` tells of what a known stack has though its
 * labels name another one, as they do once a stack was renamed.
 */
export async function orphans(
  context: FunctionContext,
  args: Bag,
  isKnown: (hostId: string, made: Made) => boolean = () => false,
): Promise<Bag> {
  const { link } = childInputs(args);
  if (link === undefined) throw new UserError("orphans: the host is not known yet", { property: "host" });
  const { engine, remote } = await context.hosts.open(link, { purpose: "read", signal: context.signal });
  const known = new Set((args.values["knownStacks"] ?? []) as readonly string[]);
  const made = (await madeOn(engine, context.signal)).filter(
    (each) => !known.has(each.stack) && !isKnown(link.hostId, each),
  );
  const stacks = [...new Set(made.map(({ stack }) => stack))].sort();
  const result: OrphansResult = {
    stacks: stacks.map((stack) => ({
      stack,
      objects: made.filter((each) => each.stack === stack).map((each) => orphan(each, link)),
    })),
    ...(remote === undefined ? {} : { marker: hostMarker(link) }),
  };
  return { values: result as unknown as Record<string, Value>, secrets: [] };
}

async function madeOn(
  { containers, networks, volumes, images }: Engine,
  signal: AbortSignal,
): Promise<Made[]> {
  const [allContainers, allNetworks, allVolumes, allImages] = await Promise.all([
    containers.list({ signal }),
    networks.list(signal),
    volumes.list(signal),
    images.list(signal),
  ]);
  const built = allImages.flatMap((image): Built[] => {
    const urn = builtFor(image.Labels);
    return urn === undefined ? [] : [{ image, urn, stack: stackOf(urn) }];
  });
  return findMade({ containers: allContainers, networks: allNetworks, volumes: allVolumes }, built);
}

function orphan({ kind, name, names, folders, urn, isBeside }: Made, link: HostLink): Orphan {
  const resource = readUrn(urn);
  // What Moorage keeps beside its objects, the note of who is on a network for one, is of a noun of another kind.
  const isAdoptable = !isBeside && resource?.type === NOUNS[kind];
  return {
    kind,
    name,
    urn,
    removeCommand: [
      `${REMOVALS[kind]} ${quoteOperands(names)}`,
      ...folders.map((folder) => quoteAll(["sudo", "rm", "-rf", folder])),
    ].join(" && "),
    ...(isAdoptable ? { adoptCommand: importCommand(resource.type, resource.name, link, name) } : {}),
  };
}

function hostMarker(link: HostLink): HostMarker {
  return {
    path: HOST_ID_FILE,
    removeCommand: quoteAll(["sudo", "rm", HOST_ID_FILE]),
    adoptCommand: importCommand("moorage:index:Host", "host", link),
  };
}

function stackOf(urn: string): string {
  const resource = readUrn(urn);
  return resource === undefined ? "" : `${resource.project}/${resource.stack}`;
}
