import type { Program, Values } from "./stack";

/** The images of the scenarios. */
export interface Images {
  readonly web: string;
  /** The web server, with a folder that is a volume. */
  readonly keeping: string;
  /** Ends at once. */
  readonly broken: string;
}

/** Numbers that no two stacks on a machine may share. */
export interface Lot {
  readonly prefix: string;
  readonly port: number;
  /** The third part of an address 10.99.x.y. */
  readonly subnet: number;
}

/** A change that gets interrupted. */
export interface Scenario {
  readonly title: string;
  /** How many calls that change something it takes. */
  readonly calls: number;
  /** The first of them that is worth an interruption: those before are another scenario's as well. @default 1 */
  readonly from?: number;
  /** What there is before. */
  readonly olds: Program;
  readonly news: Program;
  /** Whether the container of `news` never works. */
  readonly isBroken?: boolean;
  /** Whether something must serve all the time. */
  readonly servesOn?: boolean;
  /** What the next run asks for. @default `news` */
  readonly next?: Program;
}

const quick = { minReadySeconds: 0.2, stopTimeoutSeconds: 1, restart: "unless-stopped" };

/** One of each way in which a change goes, as small as can be. */
export function scenarios(
  { web, keeping, broken }: Images,
  { prefix, port, subnet }: Lot,
): readonly Scenario[] {
  const networks = [{ network: `${prefix}-network-a`, aliases: ["web"] }, { network: `${prefix}-network-b` }];
  const volumes = [{ volume: `${prefix}-volume-a`, target: "/kept" }];
  const around: Program = { "network-a": {}, "network-b": {}, "volume-a": { forceDestroy: true } };
  const withContainer = (values: Values): Program => ({ ...around, "container-a": { ...quick, ...values } });
  const first = { image: web, env: { A: "1" }, networks };
  const second = { image: keeping, env: { A: "2" }, networks };
  const ports = [{ container: 80, host: port }];
  const range = (last: number) => ({ ipamConfigs: [{ subnet: `10.99.${subnet}.${last}/28` }] });
  const addressed = { network: `${prefix}-network-a`, aliases: ["web"] };
  const moved = (last: number, ipv4Address: string): Program => ({
    "network-a": range(last),
    "container-a": { ...quick, image: web, networks: [{ ...addressed, ipv4Address }] },
    "container-b": { ...quick, image: web, networks: [{ ...addressed, aliases: ["other"] }] },
  });

  return [
    { title: "a creation", calls: 6, olds: {}, news: withContainer({ ...first, volumes }) },
    {
      title: "a swap that starts first",
      calls: 9,
      olds: withContainer(first),
      news: withContainer(second),
      servesOn: true,
    },
    {
      title: "a swap that stops first",
      calls: 7,
      olds: withContainer({ ...first, ports, volumes }),
      news: withContainer({ ...second, ports, volumes }),
    },
    {
      title: "a swap that starts first, to one that does not work",
      calls: 5,
      olds: withContainer(first),
      news: withContainer({ ...second, image: broken }),
      isBroken: true,
      servesOn: true,
    },
    {
      title: "a swap that stops first, to one that does not work",
      calls: 7,
      olds: withContainer({ ...first, ports }),
      news: withContainer({ ...second, ports, image: broken }),
      isBroken: true,
    },
    {
      title: "a swap to one that fails while it is watched",
      calls: 12,
      from: 5,
      olds: withContainer(first),
      // It ends by itself in any case: how long it may take is not waited for.
      news: withContainer({ ...first, command: ["sh", "-c", "sleep 3; exit 4"], monitorSeconds: 600 }),
      isBroken: true,
      servesOn: true,
    },
    {
      title: "a swap that is taken back in the program",
      calls: 9,
      olds: withContainer(first),
      news: withContainer(second),
      next: withContainer(first),
      servesOn: true,
    },
    {
      title: "a swap before all is destroyed",
      calls: 9,
      olds: withContainer(first),
      news: withContainer(second),
      next: {},
    },
    {
      title: "a change in place",
      calls: 2,
      olds: withContainer({ ...first, memoryMiB: 64, networks: networks.slice(0, 1) }),
      news: withContainer({ ...first, memoryMiB: 96 }),
      servesOn: true,
    },
    {
      title: "a network's replacement",
      calls: 10,
      olds: moved(0, `10.99.${subnet}.9`),
      news: moved(64, `10.99.${subnet}.73`),
      servesOn: true,
    },
    { title: "a deletion", calls: 7, olds: withContainer({ ...first, volumes }), news: {} },
  ];
}
