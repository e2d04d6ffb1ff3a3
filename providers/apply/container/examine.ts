import type { Readable } from "node:stream";
import type { PathStat } from "../../docker/containers";
import type { Engine } from "../../docker/engine";
import { EngineRequestError } from "../../docker/errors";
import { observeContainer } from "../../reconcile/container/observe";
import type { ContainerSpec } from "../../reconcile/container/options/option";
import { hasName, type Need, type StartNeeds, startNeeds } from "../../reconcile/container/start-needs";
import { absentAsUndefined } from "./observe";

/** What a reader of names takes at most. */
const LONGEST_FILE = 1024 * 1024;

/**
 * Rejects with EngineRequestError, as a start would, where a container that was made lacks what it needs to start. What
 * cannot be known before is left to the start. Takes two round trips.
 */
export async function examine(
  engine: Engine,
  { container, id, spec }: { readonly container: string; readonly id: string; readonly spec: ContainerSpec },
  signal: AbortSignal,
): Promise<void> {
  const needs = startNeeds(spec, observeContainer(await engine.containers.inspect(id, signal)));
  const look = { engine, id, signal };
  const problems = await Promise.all([
    missingProgram(look, needs.program),
    missingName(look, "/etc/passwd", "user", needs.users),
    missingName(look, "/etc/group", "group", needs.groups),
    ...needs.mountPoints.map((need) => missingMountPoint(look, need)),
  ]);
  const problem = problems.find((each) => each !== undefined);
  if (problem === undefined) return;
  const refusal = { host: engine.name, action: `start ${container}`, status: 400, reason: problem.reason };
  throw new EngineRequestError(refusal, { property: problem.property });
}

interface Look {
  readonly engine: Engine;
  readonly id: string;
  readonly signal: AbortSignal;
}

interface Problem {
  readonly property: string;
  readonly reason: string;
}

async function missingProgram(
  { engine, id, signal }: Look,
  need: StartNeeds["program"],
): Promise<Problem | undefined> {
  if (need === undefined) return undefined;
  const stats = await ifKnown(
    Promise.all(need.paths.map((path) => engine.containers.stat(id, path, signal))),
  );
  if (stats === undefined || stats.some((stat) => stat !== undefined && mayRun(stat))) return undefined;
  const { property, name } = need;
  const there = stats.find((stat) => stat !== undefined);
  if (there !== undefined) {
    const what = there.kind === "folder" ? "is a folder" : "is not executable";
    return { property, reason: `${name} ${what}, and is to be the program that it runs` };
  }
  const where = name.includes("/")
    ? ""
    : `, in none of the folders of its PATH (${need.paths.map(folderOf).join(", ")})`;
  return { property, reason: `its image has no program ${name}${where}` };
}

/** Where a link leads to is left to the start. */
function mayRun({ kind, isExecutable }: PathStat): boolean {
  return kind === "link" || (kind === "file" && isExecutable);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

async function missingName(
  { engine, id, signal }: Look,
  path: string,
  kind: "user" | "group",
  needs: readonly Need[],
): Promise<Problem | undefined> {
  if (needs.length === 0) return undefined;
  const file = await ifKnown(readSmallFile(engine, id, path, signal));
  const absent = needs.find(({ name }) => file !== undefined && !hasName(file, name));
  if (absent === undefined) return undefined;
  return {
    property: absent.property,
    reason: `its image has no ${kind} ${absent.name} in ${path}: give one that is there, or a number`,
  };
}

async function missingMountPoint({ engine, id, signal }: Look, need: Need): Promise<Problem | undefined> {
  const problem = {
    property: need.property,
    reason: `${need.name} lies in what is mounted read-only and has no such folder: make it there`,
  };
  try {
    // To look into a container the engine mounts what it has, but for what is temporary.
    return (await engine.containers.stat(id, need.name, signal)) === undefined ? problem : undefined;
  } catch (error) {
    if (!(error instanceof EngineRequestError)) throw error;
    // Engines tell of a path on their machine, or of one in the container without its first slash.
    return error.reason.includes(`${need.name.slice(1)}: read-only file system`) ? problem : undefined;
  }
}

/** What was asked; undefined where the engine cannot tell. */
async function ifKnown<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof EngineRequestError) return undefined;
    throw error;
  }
}

/** A file's text, empty where it is not there; undefined where it is none, or a long one. */
async function readSmallFile(
  { containers }: Engine,
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const tar = await absentAsUndefined(() => containers.readArchive(id, path, signal));
  return tar === undefined ? "" : onlyFile(tar);
}

async function onlyFile(tar: Readable): Promise<string | undefined> {
  const { extract } = await import("tar-stream");
  const chunks: Buffer[] = [];
  try {
    for await (const entry of tar.pipe(extract())) {
      if (entry.header.type !== "file" || (entry.header.size ?? 0) > LONGEST_FILE) return undefined;
      for await (const chunk of entry) chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks).toString("utf8");
  } finally {
    tar.destroy();
  }
}
