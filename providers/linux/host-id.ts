import { shell } from "../ssh/command";
import { CommandError } from "../ssh/command-error";
import { randomUUID } from "node:crypto";
import type { Remote } from "../ssh/remote";
import { DiskSpaceError, HostIdError } from "./errors";
import { HOST_ID_FILE, STATE_DIRECTORY } from "./paths";

interface Options {
  readonly signal: AbortSignal | undefined;
}

// A hard link either makes the name or fails because it is there, so of two runs at once one wins and both read the
// winner's identity. The content is on the disk before it has the name: no reader ever sees half of it.
const ENSURE_SCRIPT = `
set -e
umask 022
mkdir -p ${STATE_DIRECTORY}
if [ ! -e ${HOST_ID_FILE} ]; then
  temporary=$(mktemp ${STATE_DIRECTORY}/.host-id.XXXXXX)
  trap 'rm -f "$temporary"' EXIT
  echo "$1" | cat >"$temporary"
  chmod 644 "$temporary"
  sync "$temporary"
  ln "$temporary" ${HOST_ID_FILE} 2>/dev/null || true
fi
cat ${HOST_ID_FILE}
`;

/** The identity that the machine's marker says; undefined where there is no marker. */
export async function readHostId(remote: Remote, options: Options): Promise<string | undefined> {
  const script = `[ -e ${HOST_ID_FILE} ] || exit 0; cat ${HOST_ID_FILE}`;
  const { stdout } = await remote.run(shell(script, "reading the host's identity"), options);
  return stdout === "" ? undefined : checked(stdout.trim(), remote.name);
}

/** The machine's identity; one is minted and kept in the marker where there is none. */
export async function ensureHostId(remote: Remote, options: Options): Promise<string> {
  const script = `set -- ${randomUUID()}\n${ENSURE_SCRIPT}`;
  try {
    const { stdout } = await remote.run(shell(script, "writing the host's identity"), {
      ...options,
      sudo: true,
    });
    return checked(stdout.trim(), remote.name);
  } catch (error) {
    if (!(error instanceof CommandError) || !/No space left on device/.test(error.stderr)) throw error;
    throw new DiskSpaceError(
      `The disk of ${STATE_DIRECTORY} on ${remote.name} is full. Make room there and run again.`,
      {
        cause: error,
      },
    );
  }
}

/** Removes the marker, and its directory if nothing else is in it. */
export async function removeHostId(remote: Remote, options: Options): Promise<void> {
  const script = `rm -f ${HOST_ID_FILE} && { rmdir ${STATE_DIRECTORY} 2>/dev/null || true; }`;
  await remote.run(shell(script, "removing the host's identity"), { ...options, sudo: true });
}

function checked(hostId: string, host: string): string {
  if (/^[0-9a-f-]{36}$/.test(hostId)) return hostId;
  throw new HostIdError(
    `${HOST_ID_FILE} on ${host} does not hold an identity that Moorage wrote. ` +
      "If nothing of Moorage's is on that machine, remove the file and run again.",
  );
}
