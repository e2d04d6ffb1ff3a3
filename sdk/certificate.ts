import * as pulumi from "@pulumi/pulumi";
import { lower } from "./link";
import { isNoun, token, withVersion } from "./token";

/** Arguments of {@link Certificate}. */
export interface CertificateArgs {
  /** DNS names and IP addresses that it vouches for; the first one also is its common name. */
  names: pulumi.Input<pulumi.Input<string>[]>;
  /** How long a new certificate is good, in days. @default 365 @integer @minimum 1 @maximum 3650 */
  validityDays?: pulumi.Input<number>;
  /**
   * How long before its end it is renewed, in days: at the first `up` with a refresh from then on.
   * @default a third of `validityDays`, at most 30 @integer @minimum 0
   */
  renewBeforeDays?: pulumi.Input<number>;
}

/**
 * A TLS certificate for a server, with an authority of its own that signed it. Whoever is to reach the server trusts
 * the authority (`ca`), which stays the same for ten years while the server's certificate is renewed.
 *
 * Nothing is made on a host: keys and certificates are kept in the state, the keys as secrets.
 *
 * @example
 * const certificate = new moorage.Certificate("shop", { names: ["shop.internal", "10.0.0.5"] });
 */
export class Certificate extends pulumi.CustomResource {
  /** The authority's certificate, in PEM: what others have to trust. */
  declare readonly ca: pulumi.Output<string>;
  /** The server's certificate, in PEM. */
  declare readonly certificate: pulumi.Output<string>;
  /** The server's private key, in PEM; a secret. */
  declare readonly privateKey: pulumi.Output<string>;
  /** The authority's private key, in PEM; a secret. It signs the renewed certificates. */
  declare readonly caPrivateKey: pulumi.Output<string>;
  /** When the server's certificate ends, e.g. `2027-01-31T12:00:00.000Z`. */
  declare readonly expiresAt: pulumi.Output<string>;
  /** Whether it was due for renewal when it was last looked at. */
  declare readonly isDue: pulumi.Output<boolean>;

  constructor(name: string, args: CertificateArgs, options?: pulumi.CustomResourceOptions) {
    const outputs = {
      ca: undefined,
      certificate: undefined,
      privateKey: undefined,
      caPrivateKey: undefined,
      expiresAt: undefined,
      isDue: undefined,
    };
    super(
      token("Certificate"),
      name,
      { ...(lower(args) as CertificateArgs), ...outputs },
      withVersion(options),
    );
  }

  /** Whether a value is a Certificate. */
  static override isInstance(value: unknown): value is Certificate {
    return isNoun(value, "Certificate");
  }
}
