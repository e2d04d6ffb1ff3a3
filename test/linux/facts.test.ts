import assert from "node:assert/strict";
import { LinuxError } from "../../providers/linux/errors";
import { parseFacts } from "../../providers/linux/facts";

const MACHINE = ["architecture=x86_64", "kernel=6.1.0-28-cloud-amd64", "cpus=2", "memory_kib=1000000"];
const facts = (...lines: string[]) => parseFacts([...MACHINE, ...lines, ""].join("\n"), "web-1");

describe("the facts of a machine", () => {
  it("must hold what a release of Debian says of itself", () => {
    const { os } = facts(
      'os.PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"',
      'os.NAME="Debian GNU/Linux"',
      'os.VERSION_ID="12"',
      "os.VERSION_CODENAME=bookworm",
      "os.ID=debian",
    );
    assert.deepEqual(os, {
      id: "debian",
      idLike: [],
      versionId: "12",
      codename: "bookworm",
      prettyName: "Debian GNU/Linux 12 (bookworm)",
    });
  });

  it("must hold what a derivative says of its origin", () => {
    assert.deepEqual(facts("os.ID=ubuntu", 'os.ID_LIKE="ubuntu debian"').os.idLike, ["ubuntu", "debian"]);
  });

  it("must read values in single quotes and with escapes", () => {
    assert.equal(
      facts("os.ID='debian'", 'os.PRETTY_NAME="Debian \\"twelve\\""').os.prettyName,
      'Debian "twelve"',
    );
  });

  it("must do with a machine that says nothing of itself", () => {
    assert.deepEqual(facts().os, {
      id: "linux",
      idLike: [],
      versionId: undefined,
      codename: undefined,
      prettyName: "linux",
    });
  });

  it("must tell what is there from what is not", () => {
    const bare = facts("dockerd=");
    assert.deepEqual(
      [bare.init, bare.dockerd, bare.hasUnfinishedInstall, bare.hasCloudInit, bare.hostId],
      ["none", undefined, false, false, undefined],
    );
    const full = facts(
      "init=systemd",
      "dockerd=/usr/sbin/dockerd",
      "unfinished_install=yes",
      "cloud_init=yes",
      "host_id=abc",
    );
    assert.deepEqual(
      [full.init, full.dockerd, full.hasUnfinishedInstall, full.hasCloudInit, full.hostId],
      ["systemd", "/usr/sbin/dockerd", true, true, "abc"],
    );
  });

  it("must count memory in bytes", () => assert.equal(facts().memoryBytes, 1_024_000_000));

  it("must refuse what is no Linux machine, naming it", () => {
    assert.throws(
      () => parseFacts("kernel=Darwin\n", "web-1"),
      (error) => error instanceof LinuxError && error.message.startsWith("web-1"),
    );
  });
});
