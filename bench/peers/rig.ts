import { createReadStream } from "node:fs";
import { archives } from "../../test/support/archive";
import { delayLink, type DelayLink } from "../../test/support/delay-link";
import { webImage } from "../../test/support/engine-images";
import { type HostOptions, startHost, type TestHost } from "../../test/support/host";
import { announce } from "../../test/support/setup/announce";
import { ensureCompose } from "../../test/support/setup/compose";
import { ensureTerraform } from "../../test/support/setup/terraform";
import { compose } from "./compose";
import { IMAGE } from "./demand";
import type { Name, Peer, Place } from "./peer";
import { moorage, pulumi } from "./stacks";
import { terraform } from "./terraform";

const makers: Readonly<Record<Name, (place: Place) => Promise<Peer>>> = {
  moorage,
  pulumi,
  compose: (place) => compose(place, "stock"),
  composeTuned: (place) => compose(place, "tuned"),
  terraform,
};

/** What is not there on every machine. */
const needs: Readonly<Partial<Record<Name, () => Promise<unknown>>>> = {
  compose: ensureCompose,
  composeTuned: ensureCompose,
  terraform: ensureTerraform,
};

/** What Compose's users are told to set. */
const TUNED = ["MaxStartups 200", "MaxSessions 200"];

/** All peers, each with a host of its own: nobody's lists are longer for what somebody else has made. */
export interface PeerRig {
  readonly peers: readonly Peer[];
  /** Who cannot be had on this machine, and why. */
  readonly missing: Readonly<Partial<Record<Name, string>>>;
  /** The engine's version. */
  readonly engine: string;
  remove(): Promise<void>;
}

export async function startPeerRig(wanted: readonly Name[], roundTripMs: number): Promise<PeerRig> {
  const removals: (() => Promise<unknown>)[] = [];
  const remove = async (): Promise<void> => {
    for (const each of removals.toReversed()) await each();
  };
  try {
    const images = await archives();
    removals.push(() => images.discard());
    const archive = await images.save("web", webImage({ name: IMAGE }));
    const peers: Peer[] = [];
    const missing = await missingOf(wanted);
    for (const name of wanted.filter((each) => missing[each] === undefined)) {
      announce(`a host for ${name}`);
      const host = await startHost(options(name));
      removals.push(() => host.remove());
      await host.exec(["docker", "load"], { input: createReadStream(archive) });
      const link = await longLine(host, roundTripMs);
      removals.push(() => Promise.resolve(link.close()));
      const peer = await makers[name]({ host, port: link.port });
      removals.push(() => peer.discard());
      peers.push(peer);
    }
    const engine = await peers[0]?.host.exec(["docker", "version", "--format", "{{.Server.Version}}"]);
    return { peers, missing, engine: engine ?? "", remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function missingOf(wanted: readonly Name[]): Promise<PeerRig["missing"]> {
  const missing: Partial<Record<Name, string>> = {};
  for (const name of wanted) {
    await needs[name]?.().catch((error: unknown) => {
      missing[name] = error instanceof Error ? error.message : String(error);
    });
  }
  return missing;
}

function options(name: Name): HostOptions {
  return { flavour: "docker", ...(name === "composeTuned" ? { sshdConfig: TUNED } : {}) };
}

function longLine(host: TestHost, roundTripMs: number): Promise<DelayLink> {
  return delayLink({ to: { host: host.address, port: host.port }, delayMs: roundTripMs / 2 });
}
