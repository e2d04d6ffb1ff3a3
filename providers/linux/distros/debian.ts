import { apt } from "../apt";
import type { OsRelease } from "../facts";
import type { Distribution } from "./distribution";

const BULLSEYE = 11;
const TRIXIE = 13;

/** Debian. Testing and unstable have no VERSION_ID: they are newer than any release. */
export const debian: Distribution = {
  title: "Debian 11 (bullseye) and later",
  supports: (os) => os.id === "debian" && release(os) >= BULLSEYE,
  packageManager: apt,
  enginePackages(os) {
    // Where the kernel has AppArmor, the engine cannot start a container without its parser, which is only recommended.
    const packages = ["docker.io", "apparmor", "ca-certificates", "iptables"];
    return release(os) >= TRIXIE ? [...packages, "docker-cli"] : packages;
  },
  spaceMebibytes: { "/usr": 300, "/var/cache/apt/archives": 100, "/var/lib/dpkg": 50 },
};

function release(os: OsRelease): number {
  return os.versionId === undefined ? Number.POSITIVE_INFINITY : Number.parseFloat(os.versionId);
}
