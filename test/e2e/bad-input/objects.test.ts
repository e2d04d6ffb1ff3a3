import { copyFile, truncate } from "node:fs/promises";
import { exitingImage, unhealthyImage } from "../../support/engine-images";
import { describeRows } from "./describe-rows";
import { machineWithImage, withContainer } from "./programs";
import { image, marker, type BadInputRow, type Place } from "./row";

const good = withContainer("image, ports: [{ host: 8080, container: 80 }]");

const goodArchive = ({ images }: Place): Record<string, unknown> => ({ archive: images.path("web") });

async function tornArchive({ images }: Place): Promise<Record<string, unknown>> {
  const path = images.path("torn");
  await copyFile(images.path("web"), path);
  await truncate(path, 100_000);
  return { archive: path };
}

/** The machine and the image are there; the container is not. */
const aroundTheContainer = { onHost: [...image, marker], inState: ["Host host", "Image web"] };
const made = ["create Container web"];
/** It was made but does not run; the next run goes on with it. */
const halfMade = {
  onHost: ["container test-dev-web", ...image, marker],
  inState: ["Container web (failed)", "Host host", "Image web"],
};

const twins = (port: number): string => `${machineWithImage}
const first = new moorage.Container("first", { host, image, ports: [{ host: 8080, container: 80 }] });
new moorage.Container("web", { host, image, ports: [{ host: ${port}, container: 80 }] }, { dependsOn: [first] });`;

const rows: readonly BadInputRow[] = [
  {
    input: "an image that is not on the host",
    before: machineWithImage,
    // An Image with another name in the program may bring it, so no preview can tell.
    program: withContainer('image: "moorage-test/absent:1"'),
    error: "MissingImageError",
    names: /moorage-test\/absent:1.* host \(root@/,
    says: [/Add a moorage\.Image that brings it there/],
    ...aroundTheContainer,
    mend: { program: good },
    next: made,
  },
  {
    input: "an archive that is cut off",
    program: machineWithImage,
    config: tornArchive,
    failsAtPreview: true,
    error: "check",
    names: /image archive .*torn\.tar/,
    says: [/make it again, e\.g\. with `docker save/],
    onHost: [marker],
    inState: ["Host host"],
    mend: { config: goodArchive },
    next: ["create Image web"],
  },
  {
    input: "a port that another process has",
    before: machineWithImage,
    program: good.replace("8080", "22"),
    error: "PortTakenError",
    names: /Port 22 of host \(root@.*ports\[0\]\.host/,
    says: [/publish another port/, /ss -lptn 'sport = :22'/, /removed again: it never ran/],
    ...aroundTheContainer,
    mend: { program: good },
    next: made,
  },
  {
    input: "a network that is not on the host",
    before: machineWithImage,
    // Another provider may bring it: a preview warns.
    program: withContainer('image, networks: [{ network: "absent" }]'),
    error: "MissingNetworkError",
    names: /Network absent is not on host \(root@.*networks\[0\]\.network/,
    says: [/Add a moorage\.Network for it/],
    ...aroundTheContainer,
    mend: { program: good },
    next: made,
  },
  {
    input: "a device that the host does not have",
    before: machineWithImage,
    program: withContainer('image, devices: [{ hostPath: "/dev/absent" }]'),
    failsAtPreview: true,
    error: "MissingDeviceError",
    names: /host \(root@.* has no \/dev\/absent.*devices\[0\]\.hostPath/,
    says: [/Load what makes the device, or correct the path/],
    ...aroundTheContainer,
    mend: { program: good },
    next: made,
  },
  {
    input: "a port that another container of the stack has",
    program: twins(8080),
    error: "PortTakenError",
    names: /Port 8080 of host \(root@.* is taken by container test-dev-first.*ports\[0\]\.host/,
    says: [/publish another port/i],
    onHost: ["container test-dev-first", ...image, marker],
    inState: ["Container first", "Host host", "Image web"],
    mend: { program: twins(8081) },
    next: made,
  },
  {
    input: "a name that a container of somebody else has",
    underPulumi: true,
    before: machineWithImage,
    arrange: ({ host }) =>
      host.exec(["docker", "run", "--detach", "--name=test-dev-web", "moorage-test/web"]),
    program: good,
    failsAtPreview: true,
    error: "NameTakenError",
    names: /container named test-dev-web is on host \(root@.*name/,
    says: [/Choose another name/, /pulumi import moorage:index:Container web root@[^ ]+\/test-dev-web/],
    onHost: ["container test-dev-web", ...image, marker],
    inState: ["Host host", "Image web"],
    mend: { act: ({ host }) => host.exec(["docker", "rm", "--force", "test-dev-web"]) },
    next: made,
  },
  {
    input: "a program that ends at once",
    underPulumi: true,
    program: good,
    config: async ({ images }) => ({ archive: await images.save("exiting", exitingImage()) }),
    error: "ContainerFailedError",
    names: /test-dev-web on host \(root@/,
    says: [/exit code: 3/, /last lines of its log:\n +broken on purpose/, /docker logs test-dev-web/],
    ...halfMade,
    mend: { config: goodArchive },
    next: ["update Container web [image, status]", "update Image web [archiveDigest]"],
  },
  {
    input: "a program that is never healthy",
    program: good,
    config: async ({ images }) => ({ archive: await images.save("unhealthy", unhealthyImage()) }),
    error: "ContainerFailedError",
    names: /test-dev-web on host \(root@/,
    says: [
      /its health check fails/,
      /output of the last health check: sick on purpose/,
      /docker logs test-dev-web/,
    ],
    ...halfMade,
    mend: { config: goodArchive },
    next: ["update Container web [image]", "update Image web [archiveDigest]"],
  },
];

describeRows("On a host with an engine,", { flavour: "docker" }, rows);
