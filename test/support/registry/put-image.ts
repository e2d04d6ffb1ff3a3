import http from "node:http";
import https from "node:https";
import { gzipSync } from "node:zlib";
import { configDocument, sha256, type TestImage } from "../images/image";

/** A registry that takes images in. */
export interface Destination {
  readonly address: string;
  readonly ca: string | undefined;
  authorization(repository: string): string | undefined;
}

const TYPE = "application/vnd.docker.distribution.manifest.v2+json";

/** Stores an image as `repository:tag` in a registry, and answers the digest of its manifest. */
export async function putImage(registry: Destination, name: string, image: TestImage): Promise<string> {
  const [repository = "", tag = "latest"] = name.split(":");
  const blob = async (mediaType: string, content: Buffer) => {
    const digest = `sha256:${sha256(content)}`;
    const { headers } = await send(registry, repository, "POST", "blobs/uploads/");
    const place = new URL(headers.location ?? "");
    place.searchParams.set("digest", digest);
    await send(registry, repository, "PUT", place.pathname + place.search, content);
    return { mediaType, digest, size: content.length };
  };
  const config = await blob("application/vnd.docker.container.image.v1+json", configDocument(image));
  const layers = [];
  for (const layer of image.layers) {
    layers.push(
      await blob("application/vnd.docker.image.rootfs.diff.tar.gzip", gzipSync(layer, { level: 1 })),
    );
  }
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: TYPE, config, layers }));
  await send(registry, repository, "PUT", `manifests/${tag}`, manifest, TYPE);
  return `sha256:${sha256(manifest)}`;
}

/** The digest of what a registry has as `repository:tag` or `repository@digest`; rejects where it has nothing. */
export async function digestOf(registry: Destination, name: string): Promise<string> {
  const [, repository = "", reference = "latest"] = /^([^:@]+)[:@]?(.+)?$/.exec(name) ?? [];
  const { headers } = await send(registry, repository, "HEAD", `manifests/${reference}`);
  return String(headers["docker-content-digest"]);
}

async function send(
  { address, ca, authorization }: Destination,
  repository: string,
  method: string,
  path: string,
  body: Buffer = Buffer.alloc(0),
  contentType = "application/octet-stream",
): Promise<http.IncomingMessage> {
  const [hostname, port] = address.split(":");
  const authority = authorization(repository);
  const headers = {
    Accept: TYPE,
    "Content-Type": contentType,
    "Content-Length": body.length,
    ...(authority === undefined ? {} : { Authorization: authority }),
  };
  const options = {
    hostname,
    port,
    method,
    headers,
    path: path.startsWith("/") ? path : `/v2/${repository}/${path}`,
  };
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const request = ca === undefined ? http.request(options) : https.request({ ...options, ca });
    request.once("response", resolve).once("error", reject).end(body);
  });
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += String(chunk);
  if ((response.statusCode ?? 500) >= 300)
    throw new Error(`the registry answers ${method} ${path} with ${response.statusCode}: ${text}`);
  return response;
}
