import type { Plan, PlannedResource } from "../../sdk/plan";
import { markOf, nounOf } from "./words";

/** The kinds of objects of a host, side by side. */
export const lanes = [
  { noun: "Image", title: "Images" },
  { noun: "Container", title: "Containers" },
  { noun: "Network", title: "Networks" },
  { noun: "Volume", title: "Volumes" },
] as const;

/** The objects of one kind; `place` is the lane's among all lanes, so that those of several hosts are in line. */
export interface Lane {
  readonly title: string;
  readonly place: number;
  readonly resources: readonly PlannedResource[];
}

/** A host, with what is on it by lane. */
export interface HostBox {
  /** Undefined where the host is of another stack. */
  readonly host: PlannedResource | undefined;
  readonly lanes: readonly Lane[];
}

/** A plan's resources as they are drawn. */
export interface Graph {
  readonly hosts: readonly HostBox[];
  /** What is on no host. */
  readonly elsewhere: readonly PlannedResource[];
}

/** The resources that people see: not the stack itself, nor components, which are only names for others. */
export function visible({ resources }: Plan): PlannedResource[] {
  const parents = new Set(resources.map(({ parent }) => parent));
  return resources.filter(
    ({ type, urn, provider }) =>
      type !== "pulumi:pulumi:Stack" &&
      !(parents.has(urn) && provider === undefined && !type.startsWith("moorage:")),
  );
}

/** Puts each resource into its host's box and lane; what changes comes first. */
export function graphOf(plan: Plan): Graph {
  const shown = visible(plan);
  const isHost = ({ type }: PlannedResource): boolean => type === "moorage:index:Host";
  const isOnHost = ({ type }: PlannedResource): boolean => laneOf(type) !== undefined;
  const others = shown.filter((each) => !isHost(each) && isOnHost(each));
  const known = shown.filter(isHost);
  const strays = others.filter(({ host }) => host === undefined || !known.some(({ urn }) => urn === host));
  const boxes = known.map((host) =>
    boxOf(
      host,
      others.filter((each) => each.host === host.urn),
    ),
  );
  return {
    hosts: strays.length === 0 ? boxes : [...boxes, boxOf(undefined, strays)],
    elsewhere: inOrder(shown.filter((each) => !isHost(each) && !isOnHost(each))),
  };
}

function boxOf(host: PlannedResource | undefined, resources: readonly PlannedResource[]): HostBox {
  return {
    host,
    lanes: lanes
      .map(({ noun, title }, place) => ({
        title,
        place,
        resources: inOrder(resources.filter(({ type }) => laneOf(type) === noun)),
      }))
      .filter((lane) => lane.resources.length > 0),
  };
}

function laneOf(type: string): string | undefined {
  if (!type.startsWith("moorage:")) return undefined;
  return lanes.find(({ noun }) => noun === nounOf(type))?.noun;
}

function inOrder(resources: readonly PlannedResource[]): PlannedResource[] {
  const isSame = (resource: PlannedResource): number => (markOf(resource).name === "same" ? 1 : 0);
  return [...resources].sort((a, b) => isSame(a) - isSame(b));
}
