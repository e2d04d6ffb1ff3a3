import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../host";
import type { Credential } from "../provider";
import { engineAddress } from "./engine-address";

/**
 * A provider of `@pulumi/docker` for the engine of a host, so that its resources can be used beside Moorage's. It
 * runs `ssh` and, on the host, `docker`; both must be there, and the login must be one who may use the engine
 * without sudo. `ssh` never asks: it takes the agent or a key file. The host's key is the one that Moorage knows.
 *
 * `@pulumi/docker` is yours to install. It connects at preview, so the host must be there by then.
 *
 * @param host the host; what is made with the provider waits for it
 * @param options of the provider resource, which gets the host's name
 * @throws RunError when the host has a key, a password or a passphrase inline or in its credential; when its login
 * needs sudo for the engine; and when a jump host has a credential
 *
 * @example
 * import * as docker from "@pulumi/docker";
 * import { dockerProvider } from "moorage/docker";
 *
 * new docker.Container("old", { image: "nginx:1.27" }, { provider: dockerProvider(web) });
 */
export function dockerProvider(host: Host, options?: pulumi.ResourceOptions): docker.Provider {
  const name = pulumi.resourceName(host);
  const known = new pulumi.Config("moorage").getSecretObject<Record<string, Credential>>("credentials");
  // Neither an address nor the path of a key is a secret, and whatever is one is refused.
  const address = pulumi.unsecret(
    pulumi
      .all([host.link, host.engine, known])
      .apply(([link, engine, credentials]) =>
        engineAddress(name, link, engine.socketAccess, (credentials ?? {}) as Record<string, unknown>),
      ),
  );
  return new docker.Provider(
    name,
    { host: address.host, sshOpts: address.apply(({ sshOpts }) => sshOpts) },
    pulumi.mergeOptions({ dependsOn: host }, options),
  );
}
