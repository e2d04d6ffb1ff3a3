import { holdPackageLock, releasePackageLock } from "../../support/hosts/package-lock";
import { describeRows } from "./describe-rows";
import { marker, type BadInputRow } from "./row";

const left = { inState: ["Host host (failed)"] };

const lockHeld: BadInputRow = {
  input: "a package lock that another process holds",
  underPulumi: true,
  arrange: ({ host }) => holdPackageLock(host),
  config: () => ({ host: { installTimeoutSeconds: 3 } }),
  error: "PackageLockError",
  names: /perl .*\(pid \d+\) on host \(root@.* still held \/var\/lib\/dpkg\/lock-frontend/,
  says: [/Wait until it ends, or allow more time/, /installTimeoutSeconds/],
  ...left,
  onHost: ["no engine", marker],
  mend: {
    act: ({ host }) => releasePackageLock(host),
    config: () => ({ host: {} }),
  },
  next: ["update Host host [installTimeoutSeconds]"],
};

const mirrorDown: BadInputRow = {
  input: "a package mirror that is down",
  arrange: ({ host }) =>
    host.exec([
      "sh",
      "-euc",
      `mv /etc/apt/sources.list /root/kept; rm -rf /var/lib/apt/lists/*
       echo 'deb http://127.0.0.1:9 bookworm main' >/etc/apt/sources.list`,
    ]),
  error: "PackageMirrorError",
  names: /host \(root@.* cannot fetch packages from its mirror: .*127\.0\.0\.1/,
  says: [/Check the machine's network, its DNS and \/etc\/apt\/sources\.list, then run again/],
  ...left,
  onHost: ["no engine", marker, "/var/lib/moorage/unfinished-install"],
  mend: { act: ({ host }) => host.exec(["mv", "/root/kept", "/etc/apt/sources.list"]) },
  next: ["update Host host"],
};

describeRows("On a bare machine with systemd,", { flavour: "systemd" }, [lockHeld]);
describeRows("On a bare machine without an init system,", { flavour: "bare" }, [mirrorDown]);
