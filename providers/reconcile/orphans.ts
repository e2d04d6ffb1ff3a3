import type { ContainerSummaryJson } from "../docker/container-json";
import type { ImageSummaryJson } from "../docker/images";
import type { NetworkInspectJson } from "../docker/networks";
import type { VolumeInspectJson } from "../docker/volumes";
import { folderOfGivenFile } from "./container/given-files";
import { nameOf } from "./container/slots";
import { type Labels, nameIn, stackIn, urnIn } from "./ownership";

/** Something on a host that was made for a resource. */
export interface Made {
  readonly kind: "container" | "network" | "volume" | "image";
  readonly name: string;
  /** All its names; an image may have several. */
  readonly names: readonly string[];
  /** Folders on the host of the files that a container was given; none where another one has them too. */
  readonly folders: readonly string[];
  readonly urn: string;
  /** `project/stack`. */
  readonly stack: string;
  /** The name that it is meant to get, which is its own unless it waits beside the one that has that. */
  readonly meantName: string;
  /** Whether the object itself has the name that it is meant to get, so that this one is what a swap left of another. */
  readonly isBeside: boolean;
}

/** All of a host that may have labels. */
export interface Labelled {
  readonly containers: readonly ContainerSummaryJson[];
  readonly networks: readonly NetworkInspectJson[];
  readonly volumes: readonly VolumeInspectJson[];
}

/** An image, and the resource that it was built for. */
export interface Built {
  readonly image: ImageSummaryJson;
  readonly urn: string;
  readonly stack: string;
}

/** What Moorage has made, what uses others before those others. */
export function findMade({ containers, networks, volumes }: Labelled, built: readonly Built[]): Made[] {
  const named = (
    kind: Made["kind"],
    all: readonly (readonly [string, Labels | null, string[]?])[],
  ): Made[] => {
    const names = new Set(all.map(([name]) => name));
    return all
      .flatMap(([name, labels, folders = []]): Made[] => {
        const [urn, stack, meant = name] = [urnIn(labels), stackIn(labels), nameIn(labels)];
        if (urn === undefined || stack === undefined) return [];
        const isBeside = meant !== name && names.has(meant);
        return [
          {
            kind,
            name,
            names: [name],
            folders: isBeside ? [] : folders,
            urn,
            stack,
            meantName: meant,
            isBeside,
          },
        ];
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  };
  return [
    ...named(
      "container",
      containers.map((each) => [nameOf(each), each.Labels, foldersOf(each)]),
    ),
    ...named(
      "network",
      networks.map(({ Name, Labels }) => [Name, Labels]),
    ),
    ...named(
      "volume",
      volumes.map(({ Name, Labels }) => [Name, Labels]),
    ),
    ...built.map(({ image, urn, stack }): Made => {
      const tags = (image.RepoTags ?? []).filter((tag) => tag !== "<none>:<none>");
      const [name = image.Id] = tags;
      return {
        kind: "image",
        name,
        names: tags.length > 0 ? tags : [name],
        folders: [],
        urn,
        stack,
        meantName: name,
        isBeside: false,
      };
    }),
  ];
}

function foldersOf({ Mounts }: ContainerSummaryJson): string[] {
  return [...new Set(Mounts.flatMap(({ Source }) => folderOfGivenFile(Source) ?? []))];
}
