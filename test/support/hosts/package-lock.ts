import { waitFor } from "../setup/wait-for";
import type { TestHost } from "../host";

// Takes dpkg's own lock in dpkg's own way; flock(1) takes another kind.
const HOLD = `
  use Fcntl qw(:flock :seek F_SETLK F_WRLCK);
  open(my $file, ">>", "/var/lib/dpkg/lock-frontend") or die;
  my $lock = pack("s s x![l!] l! l! i x4", F_WRLCK, SEEK_SET, 0, 0, 0);
  fcntl($file, F_SETLK, $lock) or die;
  open(my $ready, ">", "/run/lock-held"); close $ready;
  sleep 600;
`;

/** Has a perl program hold the package manager's lock on a host, until somebody ends it. */
export async function holdPackageLock(host: TestHost): Promise<void> {
  await host.exec(["sh", "-c", `setsid perl -e '${HOLD}' </dev/null >/dev/null 2>&1 &`]);
  await waitFor("the lock", async () =>
    (await host.capture(["test", "-e", "/run/lock-held"])).code === 0 ? true : undefined,
  );
}

/** Ends it. */
export async function releasePackageLock(host: TestHost): Promise<void> {
  await host.exec(["sh", "-c", "kill $(pidof perl)"]);
}
