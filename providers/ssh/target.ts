/** Where and how to log in: what to dial, whom to be there, and how the machine proves that it is the right one. */
export interface ConnectionTarget {
  /** Name or IP address. */
  readonly address: string;
  /** Default 22. */
  readonly port?: number | undefined;
  readonly user: string;
  /** How messages call the machine, e.g. the resource's name. Default: only `user@address:port`. */
  readonly label?: string | undefined;
  /** Pinned keys, as in `ssh-ed25519 AAAA…`. When given, no other key is accepted and known_hosts is not read. */
  readonly hostKeys?: readonly string[] | undefined;
  /** What to do with a machine that no key is known of: trust it this once and report its key, or refuse it. Default `accept-new`. */
  readonly hostKeyPolicy?: "accept-new" | "strict" | undefined;
  /** Machines to go through, the one nearest to us first. */
  readonly jumpHosts?: readonly ConnectionTarget[] | undefined;
  /** Default: what OpenSSH does, the agent and then the default key files. */
  readonly auth?: Authentication | undefined;
  /** For `sudo: true` where sudo asks. Default: sudo without a password. */
  readonly sudoPassword?: string | undefined;
  /** How long to keep trying to connect, all attempts and jump hosts together. Default 120. */
  readonly dialTimeoutSeconds?: number | undefined;
}

/** Ways to log in, tried in this order: key, key file, agent, password. Only what is given is tried. */
export interface Authentication {
  /** The private key itself: OpenSSH or PEM text. */
  readonly privateKey?: string | undefined;
  /** Path of a private key on this machine; `~/` is the home directory. */
  readonly privateKeyFile?: string | undefined;
  /** Decrypts `privateKey` or `privateKeyFile`. */
  readonly passphrase?: string | undefined;
  /** The agent's socket, or true for the one of the environment. */
  readonly agent?: boolean | string | undefined;
  readonly password?: string | undefined;
}

/** What SSH needs to know of the process's surroundings; handed in so that only `main.ts` reads them. */
export interface SshEnvironment {
  /** Home directory, for `~/.ssh`. */
  readonly home: string | undefined;
  /** The agent's socket (SSH_AUTH_SOCK). */
  readonly agentSocket: string | undefined;
}
