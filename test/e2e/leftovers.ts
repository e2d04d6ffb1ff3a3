import type { TestHost } from "../support/host";

/** What a destroyed stack must not leave on a host: containers, networks, volumes, images, and Moorage's own files. */
export async function leftovers(host: TestHost): Promise<readonly string[]> {
  const listings = [
    ["docker", "ps", "--all", "--format", "container {{.Names}}"],
    ["docker", "network", "ls", "--filter", "type=custom", "--format", "network {{.Name}}"],
    ["docker", "volume", "ls", "--format", "volume {{.Name}}"],
    ["docker", "image", "ls", "--all", "--format", "image {{.Repository}}:{{.Tag}}"],
    ["sh", "-c", "find /var/lib/moorage /etc/moorage -type f 2>/dev/null || true"],
  ];
  const found = await Promise.all(listings.map((argv) => host.exec(argv)));
  return found.flatMap((text) => text.split("\n")).filter((line) => line !== "");
}
