import type { Login } from "../test/support/pulumi/host-stack";
import { Deployment } from "./deployment";
import { floor } from "./floor";
import type { CountedPlugin } from "./plugins";
import type { Rig } from "./rig";

/** What is measured, in this order: N containers, nothing, a variable of one of them, and all away again. */
export const acts = ["up", "same", "change", "destroy"] as const;
export type Act = (typeof acts)[number];

/** One way to N containers, and back. */
export interface Contestant {
  /** What has to be there before the first act. */
  prepare(): Promise<void>;
  /** What the act is told by; not a part of it. */
  declare(act: Act, count: number): Promise<void>;
  run(act: Act, count: number): Promise<void>;
  discard(): Promise<void>;
}

export interface Place {
  readonly rig: Rig;
  readonly roundTripMs: number;
  readonly login: Login;
  /** How many resources the CLI works on at a time. */
  readonly parallel: number;
}

/** The script on a bare connection. */
export async function floorContestant({ rig, roundTripMs }: Place): Promise<Contestant> {
  const { privateKey } = rig.host.key;
  const script = floor({ port: await rig.portAt(roundTripMs), privateKey, image: rig.floorImage });
  const nothing = () => Promise.resolve();
  return {
    prepare: nothing,
    declare: nothing,
    run: (act, count) => script[act](count),
    discard: nothing,
  };
}

/** `pulumi up` and `pulumi destroy` with the given plugin. */
export async function pulumiContestant(
  { rig, roundTripMs, login, parallel }: Place,
  plugin: CountedPlugin,
): Promise<Contestant & { readonly deployment: Deployment }> {
  const { host, archive } = rig;
  const port = await rig.portAt(roundTripMs);
  const deployment = await Deployment.create({ host, port, login, archive, plugin, parallel });
  const changes = { up: (count: number) => count, same: () => 0, change: () => 1 };
  return {
    deployment,
    prepare: () => deployment.prepare(),
    async declare(act, count) {
      if (act === "up") await deployment.declare(count, "blue");
      if (act === "change") await deployment.declare(count, "green");
    },
    run: (act, count) => (act === "destroy" ? deployment.destroy() : deployment.up(changes[act](count))),
    discard: () => deployment.discard(),
  };
}
