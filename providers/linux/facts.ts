import { shell } from "../ssh/command";
import type { Remote } from "../ssh/remote";
import { LinuxError } from "./errors";
import { HOST_ID_FILE, UNFINISHED_INSTALL_FILE } from "./paths";

/** What is written in os-release; absent lines are undefined. */
export interface OsRelease {
  readonly id: string;
  readonly idLike: readonly string[];
  readonly versionId: string | undefined;
  readonly codename: string | undefined;
  readonly prettyName: string;
}

/** What a machine is, as one look at it tells. */
export interface MachineFacts {
  readonly os: OsRelease;
  readonly architecture: string;
  readonly kernel: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  /** Whether systemd runs as the init system. */
  readonly init: "systemd" | "none";
  /** Path of `dockerd`, wherever it came from. */
  readonly dockerd: string | undefined;
  /** Whether an installation of ours began and never ended. */
  readonly hasUnfinishedInstall: boolean;
  readonly hasCloudInit: boolean;
  /** What the marker of Moorage says. */
  readonly hostId: string | undefined;
}

// A user's PATH seldom has the sbin directories, where dockerd is.
const SCRIPT = `
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
echo "architecture=$(uname -m)"
echo "kernel=$(uname -r)"
echo "cpus=$(getconf _NPROCESSORS_ONLN 2>/dev/null || nproc)"
sed -n 's/^MemTotal: *\\([0-9]*\\) kB$/memory_kib=\\1/p' /proc/meminfo
[ -d /run/systemd/system ] && echo init=systemd
echo "dockerd=$(command -v dockerd)"
[ -e ${UNFINISHED_INSTALL_FILE} ] && echo unfinished_install=yes
command -v cloud-init >/dev/null && echo cloud_init=yes
[ -e ${HOST_ID_FILE} ] && echo "host_id=$(cat ${HOST_ID_FILE})"
for file in /etc/os-release /usr/lib/os-release; do
  [ -r $file ] && sed -n 's/^\\([A-Z_]*=\\)/os.\\1/p' $file && break
done
exit 0
`;

/** Looks at a machine once; changes nothing and needs no root. */
export async function readFacts(remote: Remote, signal?: AbortSignal): Promise<MachineFacts> {
  const { stdout } = await remote.run(shell(SCRIPT, "reading the machine's facts"), { signal });
  return parseFacts(stdout, remote.name);
}

/** Facts from what the script printed. */
export function parseFacts(output: string, host: string): MachineFacts {
  const lines = new Map<string, string>();
  for (const line of output.split("\n")) {
    const equals = line.indexOf("=");
    if (equals > 0) lines.set(line.slice(0, equals), line.slice(equals + 1));
  }
  const text = (key: string): string | undefined => lines.get(key)?.trim() || undefined;
  const required = (key: string): string => {
    const value = text(key);
    if (value === undefined)
      throw new LinuxError(`${host} did not say its ${key}: it does not look like a Linux machine.`);
    return value;
  };
  return {
    os: osRelease((key) => unquote(text(`os.${key}`))),
    architecture: required("architecture"),
    kernel: required("kernel"),
    cpus: Number(required("cpus")),
    memoryBytes: Number(required("memory_kib")) * 1024,
    init: text("init") === "systemd" ? "systemd" : "none",
    dockerd: text("dockerd"),
    hasUnfinishedInstall: lines.has("unfinished_install"),
    hasCloudInit: lines.has("cloud_init"),
    hostId: text("host_id"),
  };
}

function osRelease(field: (key: string) => string | undefined): OsRelease {
  const id = field("ID") ?? "linux";
  return {
    id,
    idLike: field("ID_LIKE")?.split(" ") ?? [],
    versionId: field("VERSION_ID"),
    codename: field("VERSION_CODENAME"),
    prettyName: field("PRETTY_NAME") ?? field("NAME") ?? id,
  };
}

function unquote(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const quoted = /^(["'])(.*)\1$/.exec(value);
  return quoted === null ? value : quoted[2]?.replaceAll(/\\(["'$`\\])/g, "$1");
}
