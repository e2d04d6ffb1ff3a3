import { existsSync } from "node:fs";
import type { AnyAuthMethod, ParsedKey } from "ssh2";
import { AuthenticationError, KeyError } from "./errors";
import { parsePrivateKey, readKeyFile } from "./private-key";
import { createAgent } from "./ssh2-client";
import { nameOf } from "./target-name";
import type { Authentication, ConnectionTarget, SshEnvironment } from "./target";

/** One way to log in, ready to be offered. */
export type LoginMethod =
  | { readonly kind: "key"; readonly origin: string; readonly key: ParsedKey }
  | { readonly kind: "agent"; readonly origin: string; readonly socket: string }
  | { readonly kind: "password"; readonly origin: string; readonly password: string };

export interface LoginMethods {
  readonly methods: readonly LoginMethod[];
  /** What could have been tried and why it was not, for the message of a refused login. */
  readonly skipped: readonly string[];
}

const DEFAULT_KEY_FILES = ["~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa"];

/** All that is to be offered, in order. Throws KeyError for a given key that cannot be used. */
export async function loginMethods(
  target: ConnectionTarget,
  environment: SshEnvironment,
): Promise<LoginMethods> {
  const auth = target.auth ?? {};
  const isGiven =
    auth.privateKey !== undefined ||
    auth.privateKeyFile !== undefined ||
    auth.password !== undefined ||
    (auth.agent ?? false) !== false;
  if (!isGiven) return defaultMethods(auth, environment);
  const methods: LoginMethod[] = [];
  if (auth.privateKey !== undefined) {
    const origin = "the private key";
    methods.push({ kind: "key", origin, key: parsePrivateKey(auth.privateKey, auth.passphrase, origin) });
  }
  if (auth.privateKeyFile !== undefined) {
    methods.push(await keyFile(auth.privateKeyFile, auth.passphrase, environment));
  }
  if (auth.agent !== undefined && auth.agent !== false) methods.push(agentOf(auth.agent, environment));
  if (auth.password !== undefined) {
    methods.push({ kind: "password", origin: "the password", password: auth.password });
  }
  return { methods, skipped: [] };
}

/** What OpenSSH does when it is told nothing. */
async function defaultMethods(auth: Authentication, environment: SshEnvironment): Promise<LoginMethods> {
  const methods: LoginMethod[] = [];
  const skipped: string[] = [];
  if (environment.agentSocket === undefined) skipped.push("no SSH agent (SSH_AUTH_SOCK is not set)");
  else methods.push(agentOf(true, environment));
  const { home } = environment;
  const there = DEFAULT_KEY_FILES.filter((path) => home !== undefined && existsSync(path.replace("~", home)));
  if (there.length === 0) skipped.push(`none of the default keys is there (${DEFAULT_KEY_FILES.join(", ")})`);
  for (const path of there) {
    try {
      methods.push(await keyFile(path, auth.passphrase, environment));
    } catch (error) {
      if (!(error instanceof KeyError)) throw error;
      skipped.push(error.message);
    }
  }
  return { methods, skipped };
}

async function keyFile(
  path: string,
  passphrase: string | undefined,
  environment: SshEnvironment,
): Promise<LoginMethod> {
  const origin = `the key file ${path}`;
  return {
    kind: "key",
    origin,
    key: parsePrivateKey(await readKeyFile(path, environment), passphrase, origin),
  };
}

function agentOf(agent: true | string, environment: SshEnvironment): LoginMethod {
  const socket = agent === true ? environment.agentSocket : agent;
  if (socket === undefined) {
    throw new KeyError("an SSH agent is asked for, but there is none (SSH_AUTH_SOCK is not set)");
  }
  return { kind: "agent", origin: `the SSH agent at ${socket}`, socket };
}

/** Offers the login methods to one server, one after another, and can tell afterwards what was offered. */
export class Login {
  readonly #target: ConnectionTarget;
  readonly #available: LoginMethods;
  readonly #left: AnyAuthMethod[];
  readonly #offered: string[] = [];
  /** Undefined until the server has said it. */
  #accepted: readonly string[] | undefined;

  constructor(target: ConnectionTarget, available: LoginMethods) {
    this.#target = target;
    this.#available = available;
    this.#left = available.methods.flatMap((method) => attempts(method, target.user));
    // Asks what the server accepts; some (Tailscale's) let the user in on it. A key comes before: it costs no try where
    // it is the right one, and its refusal says what is accepted as well.
    const beginsWithKey = this.#left[0]?.type === "publickey";
    this.#left.splice(beginsWithKey ? 1 : 0, 0, { type: "none", username: target.user });
  }

  /** The next thing to offer, false when there is none: ssh2's authHandler. */
  next(accepted: readonly string[] | null): AnyAuthMethod | false {
    if (accepted !== null) this.#accepted = accepted;
    for (;;) {
      const method = this.#left.shift();
      if (method === undefined) return false;
      const wireName = method.type === "agent" ? "publickey" : method.type;
      if (method.type !== "none" && this.#accepted?.includes(wireName) === false) continue;
      if (method.type !== "none") this.#offered.push(method.type);
      return method;
    }
  }

  /** The error for a server that accepted nothing; `reason` is what it said by itself. */
  refused(reason?: string): AuthenticationError {
    const tried = this.#available.methods.map((method) => method.origin);
    const parts = [
      `${nameOf(this.#target)} does not let ${this.#target.user} in`,
      reason === undefined ? "" : `: ${reason}`,
      `. Tried: ${this.#offered.length === 0 ? "nothing" : tried.join(", ")}`,
      `. It accepts: ${this.#accepted?.join(", ") || "not known"}`,
      this.#available.skipped.length === 0 ? "" : `. Not tried: ${this.#available.skipped.join("; ")}`,
      ". Give a credential that it knows, or add the public key to the user's ~/.ssh/authorized_keys there",
    ];
    return new AuthenticationError(parts.join(""));
  }
}

function attempts(method: LoginMethod, username: string): AnyAuthMethod[] {
  switch (method.kind) {
    case "key":
      return [{ type: "publickey", username, key: method.key }];
    case "agent":
      return [{ type: "agent", username, agent: createAgent(method.socket) }];
    case "password":
      return [
        { type: "password", username, password: method.password },
        {
          type: "keyboard-interactive",
          username,
          // Only hidden prompts ask for a password; a visible one asks something we have no answer to.
          prompt: (_name, _instructions, _language, prompts, finish) => {
            finish(prompts.map((prompt) => (prompt.echo === true ? "" : method.password)));
          },
        },
      ];
  }
}
