import type { TestHost } from "../host";

/** Makes the engine of a host trust a registry's authority; it reads these files at each request. */
export async function trustAuthority(host: TestHost, address: string, ca: string): Promise<void> {
  const script = 'mkdir -p "/etc/docker/certs.d/$1" && cat >"/etc/docker/certs.d/$1/ca.crt"';
  await host.exec(["sh", "-euc", script, "sh", address], { input: ca });
}

/** Makes the engine of a host trust no registry but those that everybody does. */
export async function trustNobody(host: TestHost, address: string): Promise<void> {
  await host.exec(["rm", "-r", `/etc/docker/certs.d/${address}`]);
}
