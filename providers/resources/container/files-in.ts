import { createHmac } from "node:crypto";
import type { FileArgs } from "../../../sdk/container";
import { FILES_DIRECTORY } from "../../reconcile/container/given-files";
import type { FileMount } from "../../reconcile/container/options/option";
import type { Bag } from "../bag";
import { childInputs } from "../child-inputs";
import type { Lowered } from "../lowered";

const DEFAULT_MODE = 0o400;

/** A file that a container is given. */
export interface ContainerFile extends FileMount {
  readonly content: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** The files in a bag that knows them, each with its place on the host. */
export function filesIn(bag: Bag): readonly ContainerFile[] {
  const { hostId } = childInputs(bag);
  const folder = filesFolder(bag);
  const given = (bag.values["files"] ?? []) as unknown as readonly Lowered<FileArgs>[];
  return given.map(({ target, content, mode = DEFAULT_MODE, uid = 0, gid = 0 }) => {
    const digest = keyedDigest(String(hostId), JSON.stringify([content, mode, uid, gid]));
    return { source: `${folder}/${digest}`, target, content, mode, uid, gid };
  });
}

/** The folder on the host of a container's files. */
export function filesFolder(bag: Bag): string {
  return `${FILES_DIRECTORY}/${String(childInputs(bag).name)}`;
}

/** Keyed with the host's identity, so that the path in an inspected container is of no use for guessing a secret. */
function keyedDigest(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex").slice(0, 32);
}
