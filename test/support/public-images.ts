import { readFile } from "node:fs/promises";
import { archives } from "./archive";
import { webImage, type TestImage } from "./engine-images";
import type { TestHost } from "./host";
import { layer } from "./images/image";
import { REGISTRY_PROGRAM, registryImage } from "./registry/image";

const images = {
  "nginx:1.27": nginx,
  "postgres:17": postgres,
  "registry:2": registry,
};

export type PublicImage = keyof typeof images;

/** What stands for a public image here. */
export async function publicImage(name: PublicImage): Promise<TestImage> {
  return images[name](name);
}

/** A web server with its pages where nginx has them, in the place of a public image of nginx. */
export async function nginx(name: string): Promise<TestImage> {
  const web = await webImage({ name });
  const folders = ["usr/", "usr/share/", "usr/share/nginx/"].map((path) => ({ path }));
  const pages = await layer([...folders, { path: "usr/share/nginx/html", linkTo: "/www" }]);
  return { ...web, layers: [...web.layers, pages] };
}

/** Something that says it is a ready PostgreSQL, in the place of a public image of it. */
async function postgres(name: string): Promise<TestImage> {
  const web = await webImage({ name });
  const isReady = { path: "bin/pg_isready", content: "#!/bin/sh\nexec /ok\n", mode: 0o755 };
  return { ...web, layers: [...web.layers, await layer([isReady])] };
}

/** Debian's docker-registry, begun as the public image of a registry begins its own: with a file of configuration. */
async function registry(name: string): Promise<TestImage> {
  const image = await registryImage();
  return { ...image, name, defaults: { ...image.defaults, Entrypoint: [REGISTRY_PROGRAM, "serve"] } };
}

/** Gives a host an image that would come from a public registry: none is asked for what the host has. */
export async function givePublicImage(host: TestHost, image: TestImage): Promise<void> {
  const files = await archives();
  try {
    const archive = await files.save("image", image);
    await host.exec(["docker", "load"], { input: await readFile(archive) });
  } finally {
    await files.discard();
  }
}
