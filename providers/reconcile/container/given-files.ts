/** Where the files that containers are given lie on a host, a folder for each container. */
export const FILES_DIRECTORY = "/var/lib/moorage/files";

/** Whether a path of the host is that of a file which Moorage has given to a container. */
export function isGivenFile(path: string): boolean {
  return path.startsWith(`${FILES_DIRECTORY}/`);
}

const GIVEN = new RegExp(`^(${FILES_DIRECTORY}/[A-Za-z0-9][^/]*)/[^/]+$`);

/** The folder of the files of one container, of which this is one. */
export function folderOfGivenFile(path: string): string | undefined {
  return GIVEN.exec(path)?.[1];
}
