import { describeRows } from "./describe-rows";
import { machine } from "./programs";
import { marker, type BadInputRow, type Scene } from "./row";

const withNetwork = (args = ""): string => `${machine}\nnew moorage.Network("front", { host, ${args} });`;
const withVolume = (args = ""): string => `${machine}\nnew moorage.Volume("data", { host, ${args} });`;

/** A container that Moorage knows nothing of, out of one program of the host and its libraries. */
const foreign =
  (option: string) =>
  ({ host }: Scene): Promise<string> =>
    host.exec(["sh", "-euc", RUN_FOREIGN, "sh", option]);
const RUN_FOREIGN = `
tar -C / -ch bin/sleep lib64/ld-linux-x86-64.so.2 lib/x86_64-linux-gnu/libc.so.6 | docker import - foreign >/dev/null
docker run --detach --name=foreign "$1" foreign /bin/sleep 600`;
const withoutForeign = ({ host }: Scene): Promise<string> =>
  host.exec(["docker", "rm", "--force", "foreign"]);

const inVolume = ({ host }: Scene, ...command: string[]): Promise<string> =>
  host.exec([...command, "/var/lib/docker/volumes/test-dev-data/_data/file"]);

// What these have in common with a change of a volume with data, and with two stacks: destroy.test.ts.
const rows: readonly BadInputRow[] = [
  {
    input: "a change of a network that a container of somebody else is on",
    underPulumi: true,
    before: withNetwork(),
    arrange: foreign("--network=test-dev-front"),
    program: withNetwork("internal: true"),
    failsAtPreview: true,
    error: "NetworkInUseError",
    names: /Network test-dev-front on .*root@.*internal changed.*\bforeign\b/,
    says: [/Disconnect them first, or say `reconnectForeign: true`/],
    onHost: ["container foreign", "network test-dev-front", "image foreign:latest", marker],
    inState: ["Host host", "Network front"],
    mend: { act: withoutForeign },
    next: ["update Network front [internal]"],
  },
  {
    input: "a destroy of a network that a container of somebody else is on",
    before: withNetwork(),
    arrange: foreign("--network=test-dev-front"),
    command: "destroy",
    error: "NetworkInUseError",
    names: /Network test-dev-front on .*root@.*\bforeign\b/,
    says: [/Disconnect or remove them/],
    onHost: ["container foreign", "network test-dev-front", "image foreign:latest", marker],
    inState: ["Host host", "Network front"],
    mend: { act: withoutForeign },
    next: ["delete Host host", "delete Network front"],
  },
  {
    input: "a destroy of a volume that a container of somebody else uses",
    before: withVolume(),
    arrange: foreign("--volume=test-dev-data:/data"),
    command: "destroy",
    error: "VolumeInUseError",
    names: /Volume test-dev-data on .*root@.*\bforeign\b/,
    says: [/[Rr]emove/],
    onHost: ["container foreign", "volume test-dev-data", "image foreign:latest", marker],
    inState: ["Host host", "Volume data"],
    mend: { act: withoutForeign },
    next: ["delete Host host", "delete Volume data"],
  },
  {
    input: "a destroy of a volume with data in it",
    underPulumi: true,
    before: withVolume(),
    arrange: (scene) => inVolume(scene, "tee"),
    command: "destroy",
    error: "VolumeNotEmptyError",
    names: /Volume test-dev-data on .*root@/,
    says: [/Set forceDestroy: true and run `pulumi up` before/, /retainOnDelete/],
    onHost: ["volume test-dev-data", marker],
    inState: ["Host host", "Volume data"],
    mend: {
      program: withVolume("forceDestroy: true"),
      act: async (scene) => {
        await inVolume(scene, "test", "-e");
        await scene.stack.write(withVolume("forceDestroy: true"));
        (await scene.stack.up()).succeeded();
        await inVolume(scene, "test", "-e");
      },
    },
    next: ["delete Host host", "delete Volume data"],
  },
];

describeRows("What somebody uses:", { flavour: "docker" }, rows);
