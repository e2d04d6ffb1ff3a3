import type { TestHost } from "../support/host";
import { waitFor } from "../support/setup/wait-for";

/** Registries on the loopback interface of a throwaway host, where engines accept them without TLS. */
export interface TestRegistry {
  /** One that lets everybody in: `127.0.0.1:5000`. */
  readonly open: string;
  /** One that wants a login. */
  readonly closed: string;
  readonly login: { readonly username: string; readonly password: string };
}

export async function startRegistry(host: TestHost): Promise<TestRegistry> {
  const login = { username: "deploy", password: "open sesame" };
  await host.exec(["sh", "-euc", INSTALL]);
  await host.exec(["sh", "-euc", START, "sh", login.username, login.password]);
  const registry = { open: "127.0.0.1:5000", closed: "127.0.0.1:5001", login };
  for (const address of [registry.open, registry.closed]) {
    await waitFor(`the registry at ${address}`, async () => {
      const [name, port] = address.split(":");
      const { code } = await host.capture(["bash", "-c", `: </dev/tcp/${name}/${port}`]);
      return code === 0 ? true : undefined;
    });
  }
  return registry;
}

const INSTALL = `
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends docker-registry >/dev/null
systemctl disable --now docker-registry 2>/dev/null || true
`;

/** The C library makes the kind of hash that the registry wants. */
const START = `
mkdir -p /srv/registry
perl -e 'print "$ARGV[0]:", crypt($ARGV[1], q($2y$05$abcdefghijklmnopqrstuu)), "\\n"' "$1" "$2" >/srv/registry/users
registry() {
  printf 'version: 0.1\\nstorage: {filesystem: {rootdirectory: /srv/registry/%s}}\\nhttp: {addr: "127.0.0.1:%s"}\\n%s\\n' "$1" "$1" "$2" >/srv/registry/$1.yml
  setsid docker-registry serve /srv/registry/$1.yml >/srv/registry/$1.log 2>&1 </dev/null &
}
registry 5000 ''
registry 5001 'auth: {htpasswd: {realm: test, path: /srv/registry/users}}'
`;
