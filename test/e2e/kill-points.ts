import assert from "node:assert/strict";
import { waitFor } from "../support/setup/wait-for";
import type { RunningCommand } from "../support/pulumi/running-command";
import { event, type KilledStack, type Point } from "./killed-stack";

const HOST_ID = "/var/lib/moorage/host-id";

/** Points of a first run in the order in which it comes to them; each lies behind what the one before has done. */
export const creationPoints = {
  "before the host is dialled": async ({ link }: KilledStack, up: RunningCommand) => {
    await up.somePlugins();
    assert.equal(link.connections, 0);
  },
  "while the host is dialled": ({ link }: KilledStack) => {
    link.stall();
    return waitFor("a dial", async () => (link.connections > 0 ? true : undefined), { everyMs: 5 });
  },
  "when the host has its identity": ({ host }: KilledStack) =>
    host.exec(["sh", "-c", `until [ -e ${HOST_ID} ]; do sleep 0.01; done`]),
  "while a layer is under way": sent(500_000),
  "when a first part of the image is loaded": event("image load"),
  "when the image is loaded and has no name yet": event("image load"),
  "between the two names of the image": event("image tag"),
  "when the network is made": event("network create test-dev-front"),
  "when the volume is made": event("volume create test-dev-data"),
  "when the container is made": event("container create test-dev-web"),
  "when the container has started and is not healthy yet": event("container start test-dev-web"),
} satisfies Readonly<Record<string, Point>>;

/** Points of a swap in which the old container stops before the new one starts. */
export const stopFirstPoints = {
  "when the new one is made": event("container create test-dev-web.new"),
  "when the old one has stopped": event("container die test-dev-web"),
  "when the new one has started and is not healthy yet": event("container start test-dev-web.new"),
  "between the two renames": event("container rename test-dev-web.old"),
  "before the old one is removed": event("container rename test-dev-web"),
  "when the old one is removed": event("container destroy test-dev-web.old"),
} satisfies Readonly<Record<string, Point>>;

/** Points of a swap in which both run for a while. */
export const startFirstPoints = {
  "when the new one has started and is not healthy yet": event("container start test-dev-web.new"),
  "between the two renames": event("container rename test-dev-web.old"),
  "while the old one is stopped": event("container die test-dev-web.old"),
} satisfies Readonly<Record<string, Point>>;

/** In a network's replacement: the old one is gone, the new one is not there yet, and no container is on either. */
export const networkRemoved = event("network destroy test-dev-front");

/** When so many bytes more than now have gone to the host. */
export function sent(bytes: number): Point {
  return ({ link }: KilledStack) => {
    const before = link.bytesSent;
    return waitFor("bytes on the line", async () => (link.bytesSent - before > bytes ? true : undefined), {
      everyMs: 5,
    });
  };
}
