import * as pulumi from "@pulumi/pulumi";
import { version } from "./token";

/** What authenticates on a host, or at a registry. Each entry of `moorage:credentials` is one of these, by name. */
export interface Credential {
  /** Private key in OpenSSH or PEM format. @secret */
  privateKey?: pulumi.Input<string>;
  /** Path of a file with the private key, on the machine that runs the program. */
  privateKeyFile?: pulumi.Input<string>;
  /** Passphrase of the private key. @secret */
  passphrase?: pulumi.Input<string>;
  /** Use the SSH agent. @default true when there is neither key nor password */
  agent?: pulumi.Input<boolean>;
  /** Name of the login at a registry; hosts have theirs in `connection.user`. */
  username?: pulumi.Input<string>;
  /** Password of the login; at a registry an access token will do. @secret */
  password?: pulumi.Input<string>;
  /** Password for sudo. @secret */
  sudoPassword?: pulumi.Input<string>;
}

/** Configuration of the provider: `moorage:…` in the stack's configuration, or the arguments of {@link Provider}. */
export interface ProviderArgs {
  /** Credentials by name; a host names one by `connection.credential`, a registry by `credential`. @secret */
  credentials?: pulumi.Input<Record<string, pulumi.Input<Credential>>>;
  /** Whether resources on a host that cannot be reached are deleted from the state all the same. @default false */
  deleteUnreachable?: pulumi.Input<boolean>;
  /** How long a refresh tries to reach a host, in seconds; once per host and run. @default 10 @minimum 1 */
  readTimeoutSeconds?: pulumi.Input<number>;
}

/**
 * An explicit provider. Rarely needed: the default provider, configured by `moorage:…` in the stack's
 * configuration, serves all hosts in one process.
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, options?: pulumi.ResourceOptions) {
    // The engine hands provider configuration over as strings: whatever is not one travels as JSON.
    const inputs = Object.fromEntries(
      Object.entries(args)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [key, pulumi.jsonStringify(value)]),
    );
    super("moorage", name, inputs, pulumi.mergeOptions({ version }, options));
  }
}
