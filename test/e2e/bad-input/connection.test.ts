import { createServer as createWebServer } from "node:http";
import { createServer, type AddressInfo, type Server } from "node:net";
import { utils } from "ssh2";
import { freePort } from "../../support/hosts/free-port";
import { describeRows } from "./describe-rows";
import type { BadInputRow, Place } from "./row";

const nothing = { onHost: [], inState: [] };
const next = ["create Host host"];

/** Configuration of the host's credential. */
const credential = (values: Record<string, unknown>): Record<string, unknown> => ({
  "moorage:credentials": { test: { agent: false, ...values } },
});

/** The host as it is reached when all is well. */
const good = ({ host }: Place): Record<string, unknown> => ({
  address: host.address,
  port: String(host.port),
  user: "root",
  connection: {},
  ...credential({ privateKeyFile: host.key.privateKeyPath }),
});

const newKey = (options: object = {}): { public: string; private: string } =>
  utils.generateKeyPairSync("ecdsa", { bits: 256, ...options });

const listen = (server: Server): Promise<void> =>
  new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const portOf = (server: Server): string => String((server.address() as AddressInfo).port);

describe("A host that cannot be reached", () => {
  const web = createWebServer((_request, response) => response.end("hello\n"));
  const silence = createServer();
  before(() => Promise.all([web, silence].map(listen)));
  after(() => [web, silence].forEach((server) => server.close()));

  const rows: readonly BadInputRow[] = [
    {
      input: "an address that is none",
      underPulumi: true,
      config: () => ({ address: "web-1.invalid" }),
      error: "AddressNotFoundError",
      names: /web-1\.invalid:\d+\) .*does not resolve/,
      says: [/Check how it is spelt/, /connection\.address/],
      ...nothing,
      mend: { config: good },
      next,
    },
    {
      input: "a port at which nobody says a word",
      config: () => ({ port: portOf(silence) }),
      error: "DialTimeoutError",
      names: /root@127\.0\.0\.1:\d+/,
      says: [/Check that it is sshd that listens/, /connection\.port/],
      ...nothing,
      mend: { config: good },
      next,
    },
    {
      input: "a port at which nothing listens",
      config: async () => ({ port: String(await freePort()) }),
      error: "ConnectionRefusedError",
      names: /127\.0\.0\.1:\d+\) refuses the connection/,
      says: [/Check that sshd runs there/, /connection\.port/],
      ...nothing,
      mend: { config: good },
      next,
    },
    {
      input: "a port at which HTTP is spoken",
      config: () => ({ port: portOf(web) }),
      error: "NotAnSshServerError",
      names: /127\.0\.0\.1:\d+\) is not an SSH server: it says "HTTP\/1\.1 400/,
      says: [/connection\.port/],
      ...nothing,
      mend: { config: good },
      next,
    },
    {
      input: "a key that the host does not know",
      config: () => credential({ privateKey: newKey().private }),
      error: "AuthenticationError",
      names: /root@127\.0\.0\.1:\d+/,
      says: [/authorized_keys/],
      ...nothing,
      mend: { config: good },
      next,
    },
    {
      input: "an encrypted key without its passphrase",
      config: () =>
        credential({ privateKey: newKey({ passphrase: "secret", cipher: "aes256-ctr" }).private }),
      error: "KeyError",
      names: /127\.0\.0\.1:\d+/,
      says: [/is encrypted and no passphrase was given; set passphrase/],
      ...nothing,
      mend: { config: good },
      next,
    },
    // A key that was right and then changed, on a host with children: machines.test.ts.
    {
      input: "another host key than the pinned one",
      underPulumi: true,
      config: () => ({ connection: { hostKey: newKey().public } }),
      error: "HostKeyError",
      names: /connection\.hostKey/,
      says: [/set connection\.hostKey to "(ssh-ed25519|ecdsa-sha2-nistp256) AAAA/, /change `machine`/],
      ...nothing,
      mend: { config: good },
      next,
    },
    {
      input: "a user who may not use sudo",
      config: ({ host }) => ({ user: "plain", connection: { sudoPassword: host.passwords.plain } }),
      failsAtPreview: true,
      error: "SudoError",
      names: /plain@127\.0\.0\.1:\d+/,
      says: [/may not use sudo/, /add the user to the sudoers .*, or log in as root/],
      ...nothing,
      mend: { config: good },
      next,
    },
    {
      input: "a wrong password for sudo",
      config: () => ({ user: "admin", connection: { sudoPassword: "wrong" } }),
      failsAtPreview: true,
      error: "SudoError",
      names: /admin@127\.0\.0\.1:\d+/,
      says: [/does not accept the password/, /sudoPassword/],
      ...nothing,
      mend: { config: good },
      next,
    },
  ];

  describeRows("Of a host with an engine,", { flavour: "docker" }, rows);
});
