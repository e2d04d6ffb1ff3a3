import type * as pulumi from "@pulumi/pulumi";

/** A port of the container, published on the host; or a range of them. */
export interface PortArgs {
  /** Port in the container, or a range such as `"8000-8010"`. @integer @minimum 1 @maximum 65535 @pattern ^\d{1,5}(-\d{1,5})?$ */
  container: pulumi.Input<number | string>;
  /**
   * Port on the host. A range for a range in the container must be as long as it; a range for one port lets the
   * engine choose one of it. @default a free one, chosen by the engine @integer @minimum 1 @maximum 65535 @pattern ^\d{1,5}(-\d{1,5})?$
   */
  host?: pulumi.Input<number | string>;
  /** Protocol. @default tcp */
  protocol?: pulumi.Input<"tcp" | "udp" | "sctp">;
  /** IP address of the host on which the port is published. @default 127.0.0.1, or all addresses with `public` */
  address?: pulumi.Input<string>;
  /** Whether the port is published on all addresses of the host. The engine opens it past the host's firewall. @default false */
  public?: pulumi.Input<boolean>;
}

/** An address of the host on which a port of the container answers. */
export interface PublishedPort {
  /** Port in the container. @integer */
  container: number;
  /** Port on the host. @integer */
  host: number;
  /** Protocol. */
  protocol: string;
  /** Address of the host. */
  address: string;
}
