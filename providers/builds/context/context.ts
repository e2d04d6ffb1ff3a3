import type { Readable } from "node:stream";
import { checkedContent } from "./content";
import type { StoredContext } from "./changes";
import { contextDigest, digestEntries } from "./digest";
import type { ContextEntry } from "./entry";
import { ContextChangedError, ContextError } from "./errors";
import { DEFAULT_LIMIT_MIB, requireLimit, totalBytes } from "./limit";
import { listContext } from "./listing";
import { locateContext } from "./locate";
import { readRules } from "./read-rules";
import { tarContext } from "./tar";
import { walkContext } from "./walk";

/** Which files a build gets. */
export interface ContextRequest {
  /**
   * Path of the folder; a relative one starts at the folder of Pulumi.yaml, and may lead out of it, as in a repository
   * with a program for several services. What leads out of the context itself is another matter: a Dockerfile that
   * does is refused, since no engine gets it, and a link is sent as a link, never followed.
   */
  readonly context: string;
  /** Path of the Dockerfile, relative to the context. By default `Dockerfile`. */
  readonly dockerfile?: string | undefined;
  /** How large the context may be. By default 2048. */
  readonly limitMiB?: number | undefined;
  readonly signal: AbortSignal;
}

/** The files of a build, as they were read. `digest` covers names, modes, bytes and link targets, no times. */
export interface BuildContext extends StoredContext {
  /** What is sent, in its order: files, folders and links. */
  readonly entries: readonly ContextEntry[];
  readonly totalBytes: number;
  /** Path of the Dockerfile in the context, as the engine is told. */
  readonly dockerfile: string;
  readonly dockerfileText: string;
  /** The context as a tar, the same bytes for the same content. */
  tar(options?: TarOptions): Readable;
}

/** How a context is sent. */
export interface TarOptions {
  /**
   * Whether the engine takes out of the context itself what is sent only for it: a Dockerfile and a `.dockerignore`
   * that the rules exclude. The classic builder does; for BuildKit the `.dockerignore` stays here then. @default true
   */
  readonly engineExcludes?: boolean;
}

/** What the classic builder reads again, to take out of the context what was only sent for it. */
const ENGINES_IGNORE_FILE = ".dockerignore";

/** Reads a build's files. Throws ContextError where they cannot be sent as they are. */
export async function readContext(request: ContextRequest): Promise<BuildContext> {
  const { context, signal } = request;
  const location = await locateContext(context, request.dockerfile);
  const { root, dockerfile } = location;
  const { rules, file: ignoreFile } = await readRules(location);
  const required = new Set(ignoreFile === ENGINES_IGNORE_FILE ? [dockerfile, ignoreFile] : [dockerfile]);
  const found = await walkContext({ root, rules, required, signal });
  requireLimit(context, found, request.limitMiB ?? DEFAULT_LIMIT_MIB);
  const entries = await digestEntries(root, found, signal);
  const isForEngine = ({ path }: ContextEntry): boolean =>
    path === ENGINES_IGNORE_FILE && path === ignoreFile && rules.excludes(path);
  const lasting = entries.filter((entry) => !isForEngine(entry));
  return {
    digest: contextDigest(lasting),
    listing: listContext(lasting),
    entries,
    totalBytes: totalBytes(entries),
    dockerfile,
    dockerfileText: await readDockerfile(root, entries, dockerfile),
    tar: ({ engineExcludes = true } = {}) => tarContext(root, engineExcludes ? entries : lasting),
  };
}

/** Reads a build's files again, for a build with what was checked before. */
export async function readCheckedContext(request: ContextRequest, digest: string): Promise<BuildContext> {
  const context = await readContext(request);
  if (context.digest === digest) return context;
  throw new ContextError(
    `the build context ${request.context} was changed since it was checked`,
    "run again",
  );
}

async function readDockerfile(root: string, entries: readonly ContextEntry[], path: string): Promise<string> {
  const entry = entries.find((each) => each.path === path);
  if (entry === undefined) throw new ContextChangedError(path);
  const chunks: Buffer[] = [];
  for await (const chunk of checkedContent(root, entry)) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  if (text.trim() !== "") return text;
  throw new ContextError(`the Dockerfile ${path} is empty`, "write at least a `FROM`", {
    property: "build.dockerfile",
  });
}
