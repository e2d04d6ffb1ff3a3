import assert from "node:assert/strict";
import { startHost, type TestHost } from "../../support/host";
import { createHostStack } from "../../support/pulumi/host-stack";
import { describeRows } from "./describe-rows";
import { machine } from "./programs";
import { marker, type BadInputRow, type Scene } from "./row";

const shell =
  (script: string) =>
  ({ host }: Pick<Scene, "host">): Promise<string> =>
    host.exec(["sh", "-euc", script]);

const stopEngine = "systemctl stop docker.socket docker.service 2>/dev/null";

const rows: readonly BadInputRow[] = [
  {
    input: "a disk that is full",
    arrange: shell("cat /dev/zero >/var/filler 2>/dev/null || true"),
    error: "DiskSpaceError",
    names: /host \(root@127\.0\.0\.1:\d+\)/,
    says: [/[Mm]ake room/],
    onHost: [],
    inState: [],
    mend: { act: shell("rm /var/filler") },
    next: ["create Host host"],
  },
  {
    input: "an engine whose settings keep it from starting",
    underPulumi: true,
    arrange: shell(`${stopEngine}; echo '{ "storage-driver": "nonsense" }' >/etc/docker/daemon.json`),
    error: "EngineStartError",
    names: /engine on host \(root@127\.0\.0\.1:\d+\) did not come up/,
    says: [/Put right what its log says/, /last log lines:\n[^]*nonsense/],
    onHost: ["engine installed", marker],
    inState: ["Host host (failed)"],
    mend: { act: shell("rm /etc/docker/daemon.json; systemctl reset-failed docker") },
    next: ["update Host host"],
  },
  {
    input: "a user without right to the engine's socket",
    before: machine,
    config: () => ({ user: "plain" }),
    error: "SocketPermissionError",
    names: /plain has no right to the engine's socket \/var\/run\/docker\.sock on host \(plain@/,
    says: [/add the user to the group that owns it/, /sudo/],
    onHost: [marker],
    inState: ["Host host"],
    mend: { act: shell("usermod --append --groups docker plain") },
    next: ["update Host host [connection.user]"],
  },
  // The last one: it leaves the host with a distribution that nobody knows.
  {
    input: "a distribution for which there are no packages, without an engine,",
    arrange: shell(
      `${stopEngine}; mv /usr/sbin/dockerd /root/
       rm /etc/os-release; printf 'ID=plan9\\nPRETTY_NAME="Plan 9"\\n' >/etc/os-release`,
    ),
    failsAtPreview: true,
    error: "UnsupportedDistributionError",
    names: /host \(root@127\.0\.0\.1:\d+\) runs Plan 9/,
    says: [/Install the Docker engine there yourself and set installEngine: false/],
    onHost: ["no engine", marker],
    inState: ["Host host (failed)"],
    mend: { act: shell("mv /root/dockerd /usr/sbin/"), config: () => ({ host: { installEngine: false } }) },
    next: ["update Host host [installEngine]"],
  },
];

describeRows("On a machine,", { flavour: "docker", smallFolders: { "/var": "200m" } }, rows);

describe("An engine that is installed but down", function () {
  this.timeout(300_000);
  let host: TestHost;
  before(async () => (host = await startHost({ flavour: "docker" })));
  after(() => host?.remove());

  it("must be started at the first up, and again when somebody has stopped it", async () => {
    await shell(stopEngine)({ host });
    const stack = await createHostStack(host, { program: machine });
    try {
      assert.deepEqual((await stack.up()).succeeded().changes, ["create Host host"]);
      await host.exec(["docker", "version"]);

      await shell(stopEngine)({ host });
      assert.deepEqual((await stack.up()).succeeded().changes, ["update Host host"]);
      await host.exec(["docker", "version"]);
      assert.deepEqual((await stack.up()).succeeded().changes, []);
    } finally {
      await stack.discard();
    }
  });
});
