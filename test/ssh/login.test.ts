import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AuthContext, type KeyboardAuthContext, utils } from "ssh2";
import { AuthenticationError, DialTimeoutError, KeyError } from "../../providers/ssh/errors";
import { SshPool } from "../../providers/ssh/pool";
import type { Authentication } from "../../providers/ssh/target";
import { newKey, SshServer, type SshServerOptions } from "./ssh-server";

const PASSPHRASE = "correct horse";

describe("logging in", () => {
  let ssh: SshServer;
  let accepts: (context: AuthContext) => boolean;
  let asks: ((context: KeyboardAuthContext) => void) | undefined;
  let methods: string[];
  beforeEach(async () => {
    methods = ["publickey", "password", "keyboard-interactive"];
    accepts = () => false;
    asks = undefined;
    ssh = await SshServer.start({
      authenticate: (context) => {
        if (context.method === "keyboard-interactive" && asks !== undefined) asks(context);
        else if (accepts(context)) context.accept();
        else context.reject(methods as never);
      },
    });
  });
  afterEach(() => ssh.stop());

  const login = (auth?: Authentication, agentSocket?: string): Promise<unknown> => {
    const pool = new SshPool({ home: ssh.home, agentSocket });
    return pool.open(ssh.target({ auth })).finally(() => pool.closeAll());
  };
  const acceptKey = (privateKey: string): void => {
    const wanted = publicOf(privateKey);
    accepts = (context) => context.method === "publickey" && context.key.data.equals(wanted);
  };
  const keygen = (name: string, ...args: string[]): string => {
    mkdirSync(join(ssh.home, ".ssh"), { recursive: true });
    const path = join(ssh.home, ".ssh", name);
    execFileSync("ssh-keygen", ["-q", "-f", path, ...args]);
    return path;
  };

  it("a given private key must be used, and nothing else be offered", async () => {
    const key = newKey();
    acceptKey(key);
    await login({ privateKey: key });
    // Asking what is accepted would cost a round trip.
    assert.deepEqual([...new Set(ssh.logins)], ["publickey"]);
  });

  for (const type of ["ed25519", "ecdsa"]) {
    it(`a private key (${type}) must sign when it is offered, since to ask first is a round trip more`, async () => {
      const path = keygen("key", "-t", type, "-N", "");
      const wanted = utils.parseKey(readFileSync(`${path}.pub`));
      assert.ok(!(wanted instanceof Error) && !Array.isArray(wanted));
      const isSigned: boolean[] = [];
      accepts = (context) => {
        if (context.method !== "publickey") return false;
        isSigned.push(context.signature !== undefined);
        const { blob = Buffer.alloc(0), signature = Buffer.alloc(0) } = context;
        return wanted.verify(blob, signature) === true;
      };
      await login({ privateKeyFile: "~/.ssh/key" });
      assert.deepEqual(isSigned, [true]);
    });
  }

  describe("to a server that answers part of it only", () => {
    let server: SshServer;
    let offers: number;
    const logInTo = async (options: SshServerOptions): Promise<unknown> => {
      offers = 0;
      const authenticate = (context: AuthContext): void => {
        offers += 1;
        context.accept();
      };
      server = await SshServer.start({ ...options, authenticate });
      return server.pool().open(server.target({ auth: { privateKey: newKey() }, dialTimeoutSeconds: 1 }));
    };
    afterEach(() => server.stop());

    it("must not wait for the service, since that is a round trip more", async () => {
      await logInTo({ agreesToNothing: true });
      assert.equal(offers, 1);
    });

    it("must offer itself once where the server does agree", async () => {
      await logInTo({});
      assert.equal(offers, 1);
    });

    it("must wait for the service where nothing says how keys may sign", async () => {
      await assert.rejects(logInTo({ tellsNoAlgorithms: true, agreesToNothing: true }), DialTimeoutError);
      assert.equal(offers, 0);
      await server.stop();
      await logInTo({ tellsNoAlgorithms: true });
      assert.equal(offers, 1);
    });
  });

  for (const [form, args] of [
    ["OpenSSH", ["-t", "ed25519"]],
    ["PEM", ["-t", "rsa", "-b", "2048", "-m", "PEM"]],
    ["PKCS #8", ["-t", "rsa", "-b", "2048", "-m", "PKCS8"]],
    ["PKCS #8 EC", ["-t", "ecdsa", "-m", "PKCS8"]],
  ] as const) {
    it(`an encrypted key file in the form of ${form} must be decrypted by its passphrase`, async () => {
      const path = keygen("key", ...args, "-N", PASSPHRASE);
      const wanted = bodyOf(`${path}.pub`);
      accepts = (context) => context.method === "publickey" && context.key.data.equals(wanted);
      await login({ privateKeyFile: "~/.ssh/key", passphrase: PASSPHRASE });
      await assert.rejects(login({ privateKeyFile: path }), (error: Error) => {
        assert.ok(error instanceof KeyError);
        assert.match(
          error.message,
          /^cannot log in to .+: the key file .* is encrypted and no passphrase was given/,
        );
        return true;
      });
      await assert.rejects(login({ privateKeyFile: path, passphrase: "wrong" }), (error: Error) => {
        assert.ok(error instanceof KeyError);
        assert.match(error.message, /the passphrase is wrong/);
        assert.ok(!error.message.includes("PRIVATE KEY"));
        return true;
      });
    });
  }

  it("a key that is no key, public, a certificate or on a security key must be named before anything is dialled", async () => {
    const { public: publicKey } = utils.generateKeyPairSync("ed25519");
    const onToken = Buffer.from("openssh-key-v1\0....sk-ssh-ed25519@openssh.com...").toString("base64");
    for (const [privateKey, words] of [
      ["nonsense", /cannot be used as a private key/],
      [publicKey, /is a public key/],
      ["ssh-ed25519-cert-v01@openssh.com AAAA", /certificates are not supported/],
      [`-----BEGIN OPENSSH PRIVATE KEY-----\n${onToken}\n-----END OPENSSH PRIVATE KEY-----`, /security key/],
    ] as const) {
      await assert.rejects(login({ privateKey }), (error: Error) => {
        assert.ok(error instanceof KeyError);
        assert.match(error.message, words);
        return true;
      });
    }
    await assert.rejects(login({ privateKeyFile: "/no/such/key" }), KeyError);
    assert.equal(ssh.connections, 0);
  });

  it("a password must be used, also where the server only asks by keyboard", async () => {
    accepts = (context) => context.method === "password" && context.password === "right";
    await login({ password: "right" });
    methods = ["keyboard-interactive"];
    let answer: string | undefined;
    asks = (context) =>
      context.prompt([{ prompt: "Password:", echo: false }], (answers) => {
        answer = answers[0];
        context.accept();
      });
    await login({ password: "right" });
    assert.equal(answer, "right");
  });

  it("a refused login must say what was tried and what is accepted, try once, and hold no secret", async () => {
    methods = ["publickey", "password"];
    await assert.rejects(login({ privateKey: newKey(), password: "s3cret-p4ss" }), (error: Error) => {
      assert.ok(error instanceof AuthenticationError);
      assert.match(
        error.message,
        /does not let deploy in\. Tried: the private key, the password\. It accepts: publickey, password\. .*authorized_keys/,
      );
      assert.ok(!error.message.includes("s3cret-p4ss"));
      return true;
    });
    assert.equal(ssh.connections, 1);
  });

  it("with nothing given and nothing there, what was looked for must be told", async () => {
    await assert.rejects(login(), (error: Error) => {
      assert.match(
        error.message,
        /Not tried: no SSH agent .*; none of the default keys .*~\/\.ssh\/id_ed25519/,
      );
      return true;
    });
  });

  it("with nothing given the default key files must be tried, and those that are encrypted be named", async () => {
    const path = keygen("id_rsa", "-t", "rsa", "-b", "2048", "-N", "");
    keygen("id_ed25519", "-t", "ed25519", "-N", PASSPHRASE);
    await assert.rejects(login(), (error: Error) => {
      assert.match(error.message, /Tried: the key file ~\/\.ssh\/id_rsa\./);
      assert.match(
        error.message,
        /Not tried: no SSH agent.*; the key file ~\/\.ssh\/id_ed25519 is encrypted/,
      );
      return true;
    });
    const wanted = bodyOf(`${path}.pub`);
    accepts = (context) => context.method === "publickey" && context.key.data.equals(wanted);
    await login();
  });

  describe("by an agent", () => {
    let agent: ChildProcess;
    let socket: string;
    beforeEach(async () => {
      socket = join(ssh.home, "agent");
      agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: ["ignore", "pipe", "ignore"] });
      await once(agent.stdout as NodeJS.EventEmitter, "data");
    });
    afterEach(() => agent.kill());

    it("its keys must be used, and no key file after one was accepted", async () => {
      const key = newKey();
      const path = join(ssh.home, "key");
      writeFileSync(path, key, { mode: 0o600 });
      execFileSync("ssh-add", ["-q", path], {
        env: { ...process.env, SSH_AUTH_SOCK: socket },
        stdio: "ignore",
      });
      acceptKey(key);
      await login(undefined, socket);
      await login({ agent: socket });
    });
  });

  it("an agent that is gone must be one method fewer, not the end", async () => {
    keygen("id_ed25519", "-t", "ed25519", "-N", "");
    accepts = (context) => context.method === "publickey";
    await login(undefined, join(ssh.home, "no-agent"));
  });
});

function bodyOf(publicKeyFile: string): Buffer {
  return Buffer.from(readFileSync(publicKeyFile, "utf8").split(" ")[1] ?? "", "base64");
}

function publicOf(privateKey: string): Buffer {
  const key = utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return key.getPublicSSH();
}
