import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { PackedPackage } from "./pack";

export interface NpmRegistry {
  readonly url: string;
  close(): Promise<void>;
}

/** A registry that has one packed package, as if it were published; for all others it sends npm on to the real one. */
export async function npmRegistry(packed: PackedPackage, upstream: string): Promise<NpmRegistry> {
  const content = await readFile(packed.path);
  const { name, version } = packed.manifest;
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    if (path === `/${name}`) {
      const integrity = `sha512-${createHash("sha512").update(content).digest("base64")}`;
      const dist = { tarball: `${url}/${name}/-/${name}-${version}.tgz`, integrity };
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          name,
          "dist-tags": { latest: version },
          versions: { [version]: { ...packed.manifest, dist } },
        }),
      );
    } else if (path.startsWith(`/${name}/-/`)) {
      response.end(content);
    } else {
      response.writeHead(302, { location: new URL(path, upstream).href }).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
