import { UserError } from "../../errors";
import { type HostFile, keepOnlyFiles, lookAtFiles, writeFiles } from "../../linux/files";
import type { ContainerFacts } from "../../reconcile/container/observe";
import { isGivenFile } from "../../reconcile/container/given-files";
import type { Remote } from "../../ssh/remote";
import type { Bag } from "../bag";
import type { ApplyRequest, Context, HostSession } from "../lifecycle";
import { type ContainerFile, filesFolder, filesIn } from "./files-in";

/** Brings a container's files to its host, and puts right those that somebody has changed there. Whether it had to. */
export async function provideFiles(context: Context, session: HostSession, inputs: Bag): Promise<boolean> {
  const files = filesIn(inputs).map(toHostFile);
  if (files.length === 0) return false;
  const work = { remote: remoteOf(session), signal: context.signal };
  const looks = await lookAtFiles(work, files);
  const wrong = files.filter(({ path }) => looks.get(path) !== "right");
  if (wrong.length === 0) return false;
  context.progress(`writing ${wrong.length === 1 ? "a file" : `${wrong.length} files`} of the container`);
  await writeFiles(work, filesFolder(inputs), wrong, looks);
  return true;
}

/** Removes the files of former containers of the resource. */
export async function clearFiles(
  context: Context,
  session: HostSession,
  { inputs, oldInputs }: ApplyRequest,
): Promise<void> {
  const files = filesIn(inputs);
  const had = oldInputs === undefined ? 0 : filesIn(oldInputs).length;
  if (files.length === 0 && had === 0) return;
  const work = { remote: remoteOf(session), signal: context.signal };
  await keepOnlyFiles(work, filesFolder(inputs), files.map(toHostFile));
}

/** Removes all files of a resource whose containers are gone. */
export async function removeFiles(
  context: Context,
  session: HostSession,
  inputs: Bag,
  containers: readonly (ContainerFacts | undefined)[],
): Promise<void> {
  const mounts = containers.flatMap((facts) => facts?.mounts ?? []);
  if (filesIn(inputs).length === 0 && !mounts.some(({ Source }) => isGivenFile(Source))) return;
  await keepOnlyFiles({ remote: remoteOf(session), signal: context.signal }, filesFolder(inputs), []);
}

/** A container as it would be if the files that are not as they shall be were not mounted. */
export async function withoutDamagedFiles(
  context: Context,
  session: HostSession,
  inputs: Bag,
  facts: ContainerFacts,
): Promise<ContainerFacts> {
  const files = filesIn(inputs).map(toHostFile);
  if (files.length === 0) return facts;
  const looks = await lookAtFiles({ remote: remoteOf(session), signal: context.signal }, files);
  const isRight = (path: string) => (looks.get(path) ?? "right") === "right";
  return { ...facts, mounts: facts.mounts.filter(({ Source }) => isRight(Source)) };
}

function toHostFile({ source, content, mode, uid, gid }: ContainerFile): HostFile {
  return { path: source, content, mode, owner: `${uid}:${gid}` };
}

function remoteOf({ remote, name }: HostSession): Remote {
  if (remote !== undefined) return remote;
  throw new UserError(`Files cannot be given to a container on ${name}: that needs a host behind SSH.`, {
    property: "files",
  });
}
