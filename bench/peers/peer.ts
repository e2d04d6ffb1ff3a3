import type { TestHost } from "../../test/support/host";
import type { Command } from "./cost";
import type { Demand } from "./demand";

/** In the order in which they are printed. */
export const names = ["moorage", "pulumi", "compose", "composeTuned", "terraform"] as const;
export type Name = (typeof names)[number];

/** Someone who brings a host to what is demanded, by one command. */
export interface Peer {
  readonly name: Name;
  /** With its version. */
  readonly title: string;
  readonly host: TestHost;
  /** What its `apply` is to bring about from now on. */
  declare(demand: Demand): Promise<void>;
  readonly apply: Command;
  readonly destroy: Command;
  /**
   * Whether its commands may fail, since it opens more connections at once than a stock sshd takes: then its row says
   * so. Anybody else's failure ends the bench.
   */
  readonly mayFail?: boolean;
  /** What makes the demanded come about for certain, where `apply` may fail: before anything is measured. */
  prepare?(demand: Demand): Promise<void>;
  discard(): Promise<void>;
}

/** Where a peer finds its host. */
export interface Place {
  readonly host: TestHost;
  /** The port of the loopback address with the long line behind it. */
  readonly port: number;
}
