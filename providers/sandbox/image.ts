import { Readable } from "node:stream";
import type { BuildRequest } from "../docker/builds";
import type { Engine } from "../docker/engine";
import { EngineRequestError, NotFoundError } from "../docker/errors";
import { noRoom, SandboxImageError } from "./errors";
import { baseImage, type Flavour, RECIPE_FOLDER, recipeFiles, sandboxImage } from "./recipe";
import { smallTar } from "./small-tar";

const LAST_LINES = 10;

export interface ImageOptions {
  readonly signal: AbortSignal;
  readonly progress: (message: string) => void;
  /** The image that a build starts from. @default Debian's own of the suite */
  readonly base?: string;
}

// Two sandboxes of one program begin at the same moment.
const underWay = new WeakMap<Engine, Map<string, Promise<void>>>();

/** The name of a flavour's image, which is on the engine by then: it was there, or is built. */
export async function ensureSandboxImage(
  engine: Engine,
  flavour: Flavour,
  options: ImageOptions,
): Promise<string> {
  const image = sandboxImage(flavour);
  const builds = underWay.get(engine) ?? new Map<string, Promise<void>>();
  underWay.set(engine, builds);
  if (!builds.has(image) && (await hasImage(engine, image, options.signal))) return image;
  const built = builds.get(image) ?? buildImage(engine, flavour, image, options);
  builds.set(image, built);
  try {
    await built;
  } finally {
    builds.delete(image);
  }
  return image;
}

async function hasImage(engine: Engine, image: string, signal: AbortSignal): Promise<boolean> {
  try {
    await engine.images.inspect(image, signal);
    return true;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}

async function buildImage(
  engine: Engine,
  flavour: Flavour,
  image: string,
  { signal, progress, base = baseImage(flavour) }: ImageOptions,
): Promise<void> {
  progress(`building the image ${image} (once, a minute or two)`);
  const last: string[] = [];
  const tell = (line: string): void => {
    last.push(line.trimEnd());
    if (last.length > LAST_LINES) last.shift();
    progress(line.trimEnd());
  };
  try {
    await build(engine, { image, init: flavour.init, base }, tell, signal);
  } catch (error) {
    if (!(error instanceof EngineRequestError)) throw error;
    throw (
      noRoom(error.reason, engine.name, error) ?? failed(engine, { ...flavour, base, image }, error, last)
    );
  }
}

async function build(
  engine: Engine,
  { image, init, base }: { image: string; init: Flavour["init"]; base: string },
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const context = Readable.from([await smallTar(recipeFiles())]);
  const request: BuildRequest = {
    builder: "classic",
    tag: image,
    dockerfile: "Dockerfile",
    target: init,
    args: { BASE: base },
  };
  for await (const { stream = "", error, errorDetail } of engine.builds.run(context, request, signal)) {
    const reason = errorDetail?.message ?? error;
    if (reason !== undefined) {
      const action = `build image ${image}`;
      throw new EngineRequestError({ host: engine.name, action, status: 200, reason });
    }
    for (const line of stream.split("\n")) if (line.trim() !== "") tell(line);
  }
}

function failed(
  engine: Engine,
  { suite, init, base, image }: Flavour & { base: string; image: string },
  cause: EngineRequestError,
  last: readonly string[],
): SandboxImageError {
  const command = `docker build --build-arg BASE=IMAGE --target ${init} --tag ${image} ${RECIPE_FOLDER}`;
  return new SandboxImageError(
    `The engine on ${engine.name} cannot build the image of a Sandbox from ${base}: ${cause.reason}\n` +
      last.map((line) => `  ${line}\n`).join("") +
      `It needs a registry with ${base} and a mirror of Debian. Where it can reach none, make the image ` +
      `beforehand, from any Debian ${suite}: ${command}`,
    { property: "suite", cause },
  );
}
