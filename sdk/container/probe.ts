import type * as pulumi from "@pulumi/pulumi";

/** An HTTP request that counts as answered by a status from 200 to 399; redirects are not followed. */
export interface HttpProbeArgs {
  /** Port in the container; it need not be published. @integer @minimum 1 @maximum 65535 */
  port: pulumi.Input<number>;
  /** Path, with the query if there is one. @default / @pattern ^/[!-~]*$ */
  path?: pulumi.Input<string>;
  /** Protocol. With `https` any certificate will do: the container is asked by its address. @default http */
  scheme?: pulumi.Input<"http" | "https">;
  /** Headers, e.g. `Host` where the answer depends on it. @default `Host` with the container's address and port */
  headers?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A TCP connection; that it is accepted is enough. */
export interface TcpProbeArgs {
  /** Port in the container; it need not be published. @integer @minimum 1 @maximum 65535 */
  port: pulumi.Input<number>;
}

/**
 * What a new container must answer before it takes over, beside its health check: either `http` or `tcp`. It is asked
 * at its own address, from its host, through the SSH connection. On a local engine this machine must reach the
 * containers' addresses, as it does on Linux and not with Docker Desktop.
 */
export interface ProbeArgs {
  /** Asks by HTTP. */
  http?: pulumi.Input<HttpProbeArgs>;
  /** Connects by TCP. */
  tcp?: pulumi.Input<TcpProbeArgs>;
  /** Time from one attempt to the next, in seconds. @default 1 @minimum 0.1 */
  intervalSeconds?: pulumi.Input<number>;
  /** How long one attempt may take, in seconds. @default 5 @minimum 0.1 */
  timeoutSeconds?: pulumi.Input<number>;
}
