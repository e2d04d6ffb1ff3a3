import { readFile } from "node:fs/promises";
import { archives, type Archives } from "../test/support/archive";
import { delayLink, type DelayLink } from "../test/support/delay-link";
import { webImage } from "../test/support/engine-images";
import { startHost, type TestHost } from "../test/support/host";
import { recordEngineCalls } from "./engine-calls";

const FLOOR_IMAGE = "moorage-bench/floor";

/** What all measurements are made on. */
export interface Rig {
  readonly host: TestHost;
  /** The archive of the containers' image. */
  readonly archive: string;
  /** The same image under a name that nobody of the contestants removes. */
  readonly floorImage: string;
  /** A port of this machine that leads to the host's sshd with the given round trip. */
  portAt(roundTripMs: number): Promise<number>;
  remove(): Promise<void>;
}

/** A throwaway host with a stock sshd and a running engine that writes its requests down. */
export async function startRig(): Promise<Rig> {
  const images = await archives();
  const host = await startHost({ flavour: "docker" });
  const links = new Map<number, DelayLink>();
  const rig: Rig = {
    host,
    archive: await images.save("app", webImage()),
    floorImage: FLOOR_IMAGE,
    async portAt(roundTripMs) {
      if (roundTripMs === 0) return host.port;
      const to = { host: host.address, port: host.port };
      const link = links.get(roundTripMs) ?? (await delayLink({ to, delayMs: roundTripMs / 2 }));
      links.set(roundTripMs, link);
      return link.port;
    },
    async remove() {
      for (const link of links.values()) link.close();
      await host.remove();
      await images.discard();
    },
  };
  try {
    await recordEngineCalls(host);
    await loadFloorImage(host, images);
    return rig;
  } catch (error) {
    await rig.remove();
    throw error;
  }
}

async function loadFloorImage(host: TestHost, images: Archives): Promise<void> {
  const archive = await images.save("floor", webImage({ name: `${FLOOR_IMAGE}:latest` }));
  await host.exec(["docker", "load"], { input: await readFile(archive) });
}
