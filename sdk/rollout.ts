import * as pulumi from "@pulumi/pulumi";
import type { ContainerArgs } from "./container";
import { token } from "./token";

/** How a change goes over several hosts. */
export interface RolloutArgs {
  /**
   * How many are changed at a time: a number, or a share of all of them such as `25%`, rounded down to at least one.
   * The next ones wait until all of these have passed the health gate. @default 1 @integer @minimum 1 @pattern ^([1-9]\d?|100)%$
   */
  batch?: number | `${number}%`;
  /**
   * How long the containers of a batch are watched after they have changed before the next batch begins, in seconds:
   * their `monitorSeconds`, where they have none of their own. Where nothing changed there is no pause. @default 0 @minimum 0
   */
  pauseSeconds?: number;
}

/** What a resource of a rollout must be given, so that it has its place in the order. */
export type RolloutOptions = Pick<pulumi.CustomResourceOptions, "dependsOn" | "transformations">;

/**
 * Makes a resource on each of several hosts, so that a change goes over them batch by batch: a batch begins when all
 * resources of the one before are done, a {@link Container} when it has passed its health gate. It stops at the first
 * failure: what comes after a batch with a failure in it stays as it was. Within a batch all are changed at once. A
 * destroy goes the other way round.
 *
 * `make` is called for each place, once, at once, and must hand its `options` on to the resource that it answers.
 * Hosts are the usual places; they may as well be rows of a table, or hosts of another stack.
 *
 * @example
 * moorage.rollout([web1, web2], { batch: "25%", pauseSeconds: 30 }, (host, options, index) =>
 *   new moorage.Container(`app-${index}`, { host, image: "app:2", ports: [{ host: 80, container: 80 }] }, options),
 * );
 *
 * @example More options, and what may go to all hosts at once
 * moorage.rollout([web1, web2], { batch: 1 }, (host, options, index) => {
 *   const image = new moorage.Image(`app-${index}`, { host, archive: "./app.tar" });
 *   return new moorage.Container(`app-${index}`, { host, image }, { ...options, protect: true });
 * });
 */
export function rollout<Place, Made extends pulumi.Resource>(
  places: readonly Place[],
  args: RolloutArgs,
  make: (place: Place, options: RolloutOptions, index: number) => Made,
): Made[] {
  const size = batchSize(args, places.length);
  const transformations = pauseOf(args);
  const made: Made[] = [];
  for (const [index, place] of places.entries()) {
    const first = index - (index % size);
    const dependsOn = made.slice(Math.max(0, first - size), first);
    made.push(make(place, { dependsOn, transformations }, index));
  }
  return made;
}

function batchSize({ batch = 1 }: RolloutArgs, count: number): number {
  const share = typeof batch === "string" ? /^(\d+)%$/.exec(batch)?.[1] : undefined;
  const size = share === undefined ? batch : Math.max(1, Math.floor((Number(share) / 100) * count));
  const isShare = share === undefined || (Number(share) >= 1 && Number(share) <= 100);
  if (typeof size === "number" && Number.isInteger(size) && size >= 1 && isShare) return size;
  throw new pulumi.RunError(
    `rollout.batch must be a whole number, at least 1, or a share from "1%" to "100%", not ${JSON.stringify(batch)}`,
  );
}

/** The pause is in the container's own update, so that there is one only where something changed. */
function pauseOf({ pauseSeconds = 0 }: RolloutArgs): pulumi.ResourceTransformation[] {
  if (!Number.isFinite(pauseSeconds) || pauseSeconds < 0) {
    throw new pulumi.RunError(
      `rollout.pauseSeconds must be a number, at least 0, not ${JSON.stringify(pauseSeconds)}`,
    );
  }
  if (pauseSeconds === 0) return [];
  return [
    ({ type, props, opts }) => {
      if (type !== token("Container")) return undefined;
      const { monitorSeconds = pauseSeconds } = props as Pick<ContainerArgs, "monitorSeconds">;
      return { props: { ...props, monitorSeconds }, opts };
    },
  ];
}
