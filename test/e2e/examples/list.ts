import type { PublicImage } from "../../support/public-images";
import type { TestHost } from "../../support/host";

/** What one of examples/ needs to be run, and what it is to bring about. */
export interface Example {
  /** What its configuration calls the hosts in `machines`. Left away: it has the address of the first one. */
  readonly machines?: readonly string[];
  /** More of its configuration, e.g. addresses of hosts. */
  readonly config?: (hosts: readonly TestHost[]) => Promise<Readonly<Record<string, unknown>>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** What each host would pull: no registry is asked for what it has. */
  readonly pulls?: readonly (readonly PublicImage[])[];
  /** Whether its configuration has an `archive`, as `docker save` writes it. */
  readonly archive?: true;
  /** What its page holds. @default the page of the image that is pulled or sent */
  readonly page?: string;
  /** Whether it makes a host of its own, whose page is the output `page`. */
  readonly ownHost?: true;
  /** What is on the host before, by the arguments of Docker's own command line. */
  readonly before?: readonly string[];
  /** Names of containers of it that must still be the same ones afterwards. */
  readonly kept?: readonly string[];
  /** Images that it is to leave there. */
  readonly images?: readonly string[];
}

/** Programs that deploy by themselves; the tests of the automation API run them. */
export const scripts = ["automation"] as const;

export const onOneMachine: Readonly<Record<string, Example>> = {
  "build-and-run": { pulls: [["nginx:1.27"]], page: "<h1>Hello from Moorage</h1>" },
  "first-container": { pulls: [["nginx:1.27"]] },
  // The plugin of @pulumi/docker comes from a place that not every machine reaches: what before.ts makes is made by
  // Docker's own command line, with the same names and options.
  "from-pulumi-docker": {
    pulls: [["nginx:1.27"]],
    before: [
      "tag nginx:1.27 web:1",
      "network create front",
      "volume create data",
      "run --detach --name shop --env GREETING=Ahoy --network front --network-alias web --volume data:/data " +
        "--publish 8080:80 --restart unless-stopped web:1",
    ],
    kept: ["shop"],
    images: ["web:1"],
  },
  "web-and-database": { pulls: [["nginx:1.27", "postgres:17"]], secrets: { password: "a secret" } },
};

export const onSeveralMachines: Readonly<Record<string, Example>> = {
  "dev-and-prod": { machines: ["web-1"], pulls: [["nginx:1.27"]] },
  "private-registry": {
    machines: ["web", "store"],
    config: async ([, store]) => ({ storeAddress: await store?.exec(["hostname", "--ip-address"]) }),
    secrets: { password: "a secret" },
    pulls: [[], ["nginx:1.27", "registry:2"]],
    page: "<h1>Hello from a registry of our own</h1>",
  },
  "two-hosts-rolling": { machines: ["web-1", "web-2"], pulls: [["nginx:1.27"], ["nginx:1.27"]] },
  "vm-unknown-address": { ownHost: true, archive: true },
};
