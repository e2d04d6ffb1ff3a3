import { createCipheriv } from "node:crypto";
import { APPLETS, busybox } from "./images/busybox";
import { layer, type ContainerDefaults, type LayerEntry, type TestImage } from "./images/image";

export { writeArchive, type ArchiveLayout } from "./images/archives";
export { diffIds, imageId, type TestImage } from "./images/image";

const MILLISECOND = 1_000_000;

/** PID 1 gets no signal that it has no handler for: without the trap, stopping it takes until the engine kills it. */
const SERVE = `#!/bin/sh
trap 'exit 0' TERM INT
echo "serving version $(cat /www/index.html)"
httpd -f -p "\${PORT:-80}" -h /www &
wait
`;

const PAGE_WITH_ENVIRONMENT = `#!/bin/sh
printf 'Content-Type: text/plain\\r\\n\\r\\n'
exec env
`;

/** A program of the image that ends well if the web server answers. */
const OK = `#!/bin/sh
exec wget -q -O /dev/null "http://127.0.0.1:\${PORT:-80}/"
`;

export interface WebImageOptions {
  /** What `GET /` answers; images that differ in it share all layers but the last. @default "1" */
  readonly version?: string;
  /** With its tag. @default "moorage-test/web:VERSION" */
  readonly name?: string;
  readonly defaults?: ContainerDefaults;
}

/**
 * A web server at port 80 (or `$PORT`): `GET /` answers the version, `GET /cgi-bin/env` the container's environment.
 * `/ok` in it is a program for health checks, but it declares none.
 */
export async function webImage(options: WebImageOptions = {}): Promise<TestImage> {
  const version = options.version ?? "1";
  return {
    name: options.name ?? `moorage-test/web:${version}`,
    layers: [await toolsLayer(), await layer([{ path: "www/index.html", content: `${version}\n` }])],
    defaults: {
      Cmd: ["/serve"],
      Env: ["PATH=/bin"],
      ExposedPorts: { "80/tcp": {} },
      ...options.defaults,
    },
  };
}

/** The web server with a health check that it passes. */
export async function checkedWebImage(options: WebImageOptions = {}): Promise<TestImage> {
  return webImage({
    ...options,
    defaults: { Healthcheck: healthcheck(["CMD", "/ok"]), ...options.defaults },
  });
}

/** The web server with a health check that it never passes, which says `sick on purpose`. */
export async function unhealthyImage(options: WebImageOptions = {}): Promise<TestImage> {
  const test = ["CMD-SHELL", "echo sick on purpose; exit 1"];
  return webImage({
    version: "unhealthy",
    ...options,
    defaults: { Healthcheck: healthcheck(test), ...options.defaults },
  });
}

/** Says `broken on purpose` and exits with code 3 at once. */
export async function exitingImage(options: WebImageOptions = {}): Promise<TestImage> {
  const command = ["sh", "-c", "echo broken on purpose >&2; exit 3"];
  return webImage({ version: "exiting", ...options, defaults: { Cmd: command, ...options.defaults } });
}

/** The web server over layers of the given sizes in bytes; incompressible, and the same for the same seed. */
export async function layeredImage(
  sizes: readonly number[],
  options: WebImageOptions & { readonly seed?: string } = {},
): Promise<TestImage> {
  const web = await webImage(options);
  const filling = await Promise.all(
    sizes.map((size, index) =>
      layer([{ path: `filling/${index}`, content: noise(`${options.seed ?? ""}${index}`, size) }]),
    ),
  );
  return { ...web, layers: [...filling, ...web.layers] };
}

async function toolsLayer(): Promise<Buffer> {
  const entries: LayerEntry[] = [
    ...["bin/", "tmp/", "www/", "www/cgi-bin/"].map((path) => ({ path })),
    { path: "bin/busybox", content: await busybox(), mode: 0o755 },
    ...APPLETS.map((applet) => ({ path: `bin/${applet}`, linkTo: "busybox" })),
    { path: "serve", content: SERVE, mode: 0o755 },
    { path: "ok", content: OK, mode: 0o755 },
    { path: "www/cgi-bin/env", content: PAGE_WITH_ENVIRONMENT, mode: 0o755 },
  ];
  return layer(entries);
}

/** Quick, since tests wait for its verdict. */
function healthcheck(test: readonly string[]): NonNullable<ContainerDefaults["Healthcheck"]> {
  return { Test: test, Interval: 200 * MILLISECOND, Timeout: 2000 * MILLISECOND, Retries: 3 };
}

function noise(seed: string, size: number): Buffer {
  const key = Buffer.alloc(16);
  key.write(seed);
  return createCipheriv("aes-128-ctr", key, Buffer.alloc(16)).update(Buffer.alloc(size));
}
