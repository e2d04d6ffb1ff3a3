import { lstat, readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, parse, relative, resolve, sep } from "node:path";
import { closest, distance } from "fastest-levenshtein";
import { ContextError, systemCode } from "./errors";

/** Where a context and its Dockerfile lie. */
export interface Location {
  /** The context's folder, absolute, with links followed. */
  readonly root: string;
  /** The Dockerfile relative to the context, with links followed: the file that is sent. */
  readonly dockerfile: string;
  /** The same as the user named it: the rules of `<it>.dockerignore` are for it alone. */
  readonly namedDockerfile: string;
}

/** Finds a context's folder and Dockerfile. Throws ContextError. */
export async function locateContext(context: string, dockerfile: string | undefined): Promise<Location> {
  const root = await realpath(context).catch((error: unknown) => {
    throw new ContextError(`the build context ${context} ${whyNotFound(error)}`, CHECK_PATH, {
      cause: error,
    });
  });
  if (!(await stat(root)).isDirectory()) {
    throw new ContextError(`the build context ${context} is not a folder`, CHECK_PATH);
  }
  if (root === parse(root).root) {
    throw new ContextError(
      `the build context ${context} is the root of the file system`,
      "name the folder with the Dockerfile",
    );
  }
  return { root, ...(await locateDockerfile(context, root, dockerfile)) };
}

const CHECK_PATH = "check the path; a relative one starts at the folder of Pulumi.yaml";

async function locateDockerfile(
  context: string,
  root: string,
  given: string | undefined,
): Promise<Omit<Location, "root">> {
  const named = resolve(root, given ?? (await defaultDockerfile(root)));
  const real = await realpath(named).catch(async (error: unknown) => {
    const isMissing = systemCode(error) === "ENOENT" && !isOutside(root, named);
    const advice = isMissing ? await nearName(named) : "check `build.dockerfile`";
    const problem = `the Dockerfile ${show(root, named)} of the build context ${context} ${whyNotFound(error)}`;
    throw new ContextError(problem, advice, { property: "build.dockerfile", cause: error });
  });
  for (const path of [named, real]) {
    if (!isOutside(root, path)) continue;
    const way = path === named ? "is" : `leads by a link to ${path},`;
    throw new ContextError(
      `the Dockerfile ${given ?? basename(named)} ${way} outside of the build context ${context}`,
      "move it into the context, or name a folder that holds both as `build.context`",
      { property: "build.dockerfile" },
    );
  }
  if (!(await stat(real)).isFile()) {
    throw new ContextError(
      `the Dockerfile ${show(root, named)} of the build context ${context} is not a file`,
      "name the file, relative to the context",
      { property: "build.dockerfile" },
    );
  }
  return { dockerfile: show(root, real), namedDockerfile: show(root, named) };
}

/** As Docker does, `dockerfile` is taken where there is no `Dockerfile`. */
async function defaultDockerfile(root: string): Promise<string> {
  for (const name of ["Dockerfile", "dockerfile"]) {
    if (await lstat(join(root, name)).catch(() => undefined)) return name;
  }
  return "Dockerfile";
}

async function nearName(dockerfile: string): Promise<string> {
  const wanted = basename(dockerfile);
  const names = await readdir(dirname(dockerfile)).catch(() => []);
  const likely = names.filter(
    (name) => /dockerfile|containerfile/i.test(name) && !name.endsWith(".dockerignore"),
  );
  const near = names.filter((name) => distance(name.toLowerCase(), wanted.toLowerCase()) <= 2);
  const [nearest] = likely.length > 0 ? [closest(wanted, likely)] : near;
  const otherwise = "set `build.dockerfile` to its path, relative to the context";
  return nearest === undefined ? otherwise : `did you mean ${nearest}? If so, set \`build.dockerfile\``;
}

function isOutside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
}

function show(root: string, path: string): string {
  return relative(root, path).split(sep).join("/");
}

function whyNotFound(error: unknown): string {
  const code = systemCode(error) ?? "";
  return REASONS.get(code) ?? `cannot be opened (${String(error)})`;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "does not exist"],
  ["ENOTDIR", "does not exist"],
  ["ELOOP", "is a link that leads back to itself"],
  ["EACCES", "cannot be reached: permission denied"],
]);
