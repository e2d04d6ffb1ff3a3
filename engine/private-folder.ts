import { lstatSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";

/**
 * A folder for what is kept between runs, made where there is none. What lies in it is run as the user's own program:
 * undefined where anybody else could write it, or where there is no such place.
 *
 * @param name "modules" for one
 */
export function privateFolder(
  name: string,
  environment: NodeJS.ProcessEnv,
  user = process.getuid?.(),
): string | undefined {
  // Where there are no owners, there is no telling whose a file is.
  if (user === undefined) return undefined;
  try {
    const folder = join(cacheHome(environment), "moorage", name);
    makeFolder(folder, user);
    const stats = lstatSync(folder);
    return stats.isDirectory() && stats.uid === user && (stats.mode & 0o077) === 0 ? folder : undefined;
  } catch {
    return undefined;
  }
}

function cacheHome({ XDG_CACHE_HOME: named }: NodeJS.ProcessEnv): string {
  // As the specification of that variable wants it, a relative path counts as none.
  return named !== undefined && isAbsolute(named) ? named : join(homedir(), ".cache");
}

/** Root with another one's home leaves nothing there. @throws Error if the folder cannot be made, or is not to be */
function makeFolder(folder: string, user: number): void {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) {
    // One by one: told to make them all, Node goes on for ever where a file system such as /proc has no room for any.
    makeFolder(dirname(folder), user);
    mkdirSync(folder, { mode: 0o700 });
  } else if (stats.uid !== user) {
    throw new Error(`${folder} belongs to somebody else`);
  }
}
