import { mkdir, symlink, truncate, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ContextFolder, contextFolder, WITH_SHELL } from "../../builds/context-folder";
import { describeRows } from "./describe-rows";
import { machine } from "./programs";
import { marker, type BadInputRow } from "./row";

const DOCKERFILE = `${WITH_SHELL}RUN touch /answer\n`;
const FAILING = `${WITH_SHELL}RUN echo no answer; test -e /answer\n`;

const withBuild = (build = ""): string => `${machine}
new moorage.Image("app", { host, build: { context: config.require("context"), ${build} } });`;

/** The machine is made all the same, and nothing of the image. */
const onlyTheMachine = { onHost: [marker], inState: ["Host host"] };

describe("A build with bad input", () => {
  let folder: ContextFolder;
  beforeEach(async () => {
    folder = await contextFolder({ Dockerfile: DOCKERFILE });
  });
  afterEach(() => folder.discard());

  const context = (): { context: string } => ({ context: folder.path });
  const inFolder = (name: string): string => join(folder.path, name);

  const rows: readonly BadInputRow[] = [
    {
      input: "a Dockerfile outside of its build context",
      arrange: () => mkdir(inFolder("src")),
      program: withBuild('dockerfile: "../Dockerfile"'),
      config: () => ({ context: inFolder("src") }),
      failsAtPreview: true,
      error: "check",
      names: /build\.dockerfile/,
      says: [/\.\.\/Dockerfile is outside of the build context/, /move it into the context/],
      ...onlyTheMachine,
      mend: { program: withBuild(), config: context },
      next: ["create Image app"],
    },
    {
      input: "a build context by a link that leads back to itself",
      arrange: () => symlink("loop", inFolder("loop")),
      program: withBuild(),
      config: () => ({ context: inFolder("loop") }),
      error: "check",
      names: /build\.context/,
      says: [/loop is a link that leads back to itself/],
      ...onlyTheMachine,
      mend: { act: () => unlink(inFolder("loop")), config: context },
      next: ["create Image app"],
    },
    {
      input: "a build context of 5 GB",
      arrange: async () => {
        await mkdir(inFolder("data"));
        await writeFile(inFolder("data/dump"), "");
        // A file without blocks: to read it all the same would take as long as one with them.
        await truncate(inFolder("data/dump"), 5 * 1024 ** 3);
      },
      program: withBuild(),
      config: context,
      error: "check",
      names: /build\.context/,
      says: [
        /has 512\d MiB, more than 2048 MiB/,
        /most of it in data\/ \(5120 MiB\)/,
        /\.dockerignore/,
        /contextLimitMiB/,
      ],
      ...onlyTheMachine,
      mend: { act: () => folder.write(".dockerignore", "data\n") },
      next: ["create Image app"],
    },
    {
      input: "a Dockerfile of which a step fails",
      underPulumi: true,
      arrange: () => folder.write("Dockerfile", FAILING),
      program: withBuild(),
      config: context,
      error: "BuildError",
      names: /The build failed on host \(root@127\.0\.0\.1:\d+\) at step 3 of 3/,
      says: [/RUN echo no answer; test -e \/answer/, /Its last lines:\n {2}no answer/],
      ...onlyTheMachine,
      mend: { act: () => folder.write("Dockerfile", DOCKERFILE) },
      next: ["create Image app"],
    },
    {
      input: "a build for which there is no space",
      before: machine,
      arrange: ({ host }) => host.exec(["sh", "-c", "cat /dev/zero >/var/filler 2>/dev/null || true"]),
      program: withBuild(),
      config: context,
      failsAtPreview: true,
      error: "DiskSpaceError",
      names: /does not fit on host \(root@127\.0\.0\.1:\d+\): \/var\/lib\/docker has 0 MiB free/,
      says: [/Make room there/, /run again/],
      ...onlyTheMachine,
      mend: { act: ({ host }) => host.exec(["rm", "/var/filler"]) },
      next: ["create Image app"],
    },
  ];

  describeRows("On a machine,", { flavour: "docker", smallFolders: { "/var": "200m" } }, rows);
});
