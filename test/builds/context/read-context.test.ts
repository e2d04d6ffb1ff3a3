import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmod, link, mkdir, rename, rm, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import {
  type BuildContext,
  type ContextRequest,
  readCheckedContext,
  readContext,
} from "../../../providers/builds/context/context";
import { ContextError } from "../../../providers/builds/context/errors";
import { CancelledError } from "../../../providers/errors";
import { asNobody } from "../../support/as-nobody";
import { type Tree, withTree } from "./tree";

const FILES: Tree = { Dockerfile: "FROM scratch\nCOPY . /\n", "src/app.ts": "app", "src/lib/a.ts": "a" };

function read(context: string, more: Partial<ContextRequest> = {}): Promise<BuildContext> {
  return readContext({ context, signal: new AbortController().signal, ...more });
}

const pathsOf = ({ entries }: BuildContext): string[] => entries.map(({ path }) => path);

async function refusal(request: Promise<unknown>): Promise<ContextError> {
  const error = await request.then(
    () => assert.fail("it was taken"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ContextError, String(error));
  return error;
}

describe("A build context", () => {
  it("must give its files, their bytes in all and its Dockerfile", async () => {
    await withTree(FILES, async (folder) => {
      const context = await read(folder);
      assert.deepEqual(pathsOf(context), ["Dockerfile", "src", "src/app.ts", "src/lib", "src/lib/a.ts"]);
      assert.equal(context.totalBytes, 26);
      assert.equal(context.dockerfile, "Dockerfile");
      assert.equal(context.dockerfileText, FILES["Dockerfile"]);
    });
  });

  it("must have the same digest wherever it lies and whenever its files were written", async () => {
    const digests = await Promise.all(
      [0, 1000].map((seconds) =>
        withTree(FILES, async (folder) => {
          await utimes(join(folder, "src/app.ts"), seconds, seconds);
          return (await read(folder)).digest;
        }),
      ),
    );
    assert.equal(digests[0], digests[1]);
  });

  const changes: Record<string, (folder: string) => Promise<unknown>> = {
    "a byte": (folder) => writeFile(join(folder, "src/app.ts"), "apq"),
    "a file's mode": (folder) => chmod(join(folder, "src/app.ts"), 0o755),
    "a folder's mode": (folder) => chmod(join(folder, "src"), 0o700),
    "a name": (folder) => rename(join(folder, "src/app.ts"), join(folder, "src/App.ts")),
    "an empty folder": (folder) => mkdir(join(folder, "empty")),
    "a file that is gone": (folder) => rm(join(folder, "src/lib/a.ts")),
    "a link for a file": async (folder) => {
      await rm(join(folder, "src/app.ts"));
      await symlink("app", join(folder, "src/app.ts"));
    },
    "a link that leads elsewhere": (folder) => symlink("elsewhere", join(folder, "src/link")),
    "a rule that lets more through": (folder) => writeFile(join(folder, ".dockerignore"), "src/lib"),
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`must have another digest with another content: ${what}`, async () => {
      await withTree(FILES, async (folder) => {
        const before = await read(folder);
        await change(folder);
        assert.notEqual((await read(folder)).digest, before.digest);
        await refusal(
          readCheckedContext({ context: folder, signal: new AbortController().signal }, before.digest),
        );
      });
    });
  }

  it("must send Dockerfile and ignore file although the rules exclude them, and take only the first for content", async () => {
    const ignore = { ".dockerignore": "*\n!src/lib\n" };
    await withTree({ ...FILES, ...ignore }, async (folder) => {
      const context = await read(folder);
      const expected = [".dockerignore", "Dockerfile", "src", "src/lib", "src/lib/a.ts"];
      assert.deepEqual(pathsOf(context), expected);
      await writeFile(join(folder, ".dockerignore"), "# the same\n*\n!src/lib\n");
      assert.equal((await read(folder)).digest, context.digest);
      await writeFile(join(folder, "Dockerfile"), "FROM scratch\n");
      assert.notEqual((await read(folder)).digest, context.digest);
    });
  });

  it("must take the Dockerfile's own ignore file before the context's", async () => {
    const ignore = { ".dockerignore": "**", "ci/web.Dockerfile.dockerignore": "src/lib\nci" };
    await withTree({ ...FILES, ...ignore, "ci/web.Dockerfile": "FROM scratch" }, async (folder) => {
      const context = await read(folder, { dockerfile: "ci/web.Dockerfile" });
      const expected = [".dockerignore", "Dockerfile", "ci", "ci/web.Dockerfile", "src", "src/app.ts"];
      assert.deepEqual(pathsOf(context), expected);
      assert.equal(context.dockerfile, "ci/web.Dockerfile");
    });
  });

  it("must follow a link to its folder, and one to the Dockerfile within it", async () => {
    await withTree(FILES, async (folder) => {
      await symlink(folder, `${folder}-link`);
      try {
        await symlink("src/app.ts", join(folder, "Dockerfile.link"));
        const context = await read(`${folder}-link`, { dockerfile: "Dockerfile.link" });
        assert.equal(context.dockerfile, "src/app.ts");
        assert.equal(context.dockerfileText, "app");
      } finally {
        await rm(`${folder}-link`);
      }
    });
  });

  it("must send links as links, wherever they lead, and a hard link as a file", async () => {
    await withTree(FILES, async (folder) => {
      await symlink("loop", join(folder, "loop"));
      await symlink("/etc", join(folder, "outside"));
      await symlink("..", join(folder, "src/up"));
      await link(join(folder, "src/app.ts"), join(folder, "src/hard"));
      const { entries } = await read(folder);
      const found = (path: string): unknown[] =>
        entries.filter((each) => each.path === path).map(({ kind, target, size }) => [kind, target, size]);
      assert.deepEqual(found("loop"), [["link", "loop", 0]]);
      assert.deepEqual(found("outside"), [["link", "/etc", 0]]);
      assert.deepEqual(found("src/up"), [["link", "..", 0]]);
      assert.deepEqual(found("src/hard"), [["file", undefined, 3]]);
    });
  });

  it("must leave out a socket, and take a pipe without waiting for who writes", async () => {
    await withTree(FILES, async (folder) => {
      const server = createServer().listen(join(folder, "socket"));
      await once(server, "listening");
      try {
        execFileSync("mkfifo", [join(folder, "pipe")]);
        const { entries } = await read(folder);
        assert.ok(!entries.some(({ path }) => path === "socket"));
        assert.equal(entries.find(({ path }) => path === "pipe")?.kind, "fifo");
      } finally {
        server.close();
      }
    });
  });

  it("must stop when it is cancelled", async () => {
    await withTree(FILES, async (folder) => {
      const reason = new CancelledError("cancelled");
      await assert.rejects(read(folder, { signal: AbortSignal.abort(reason) }), reason);
    });
  });
});

describe("A build context that cannot be sent", () => {
  const refusals: {
    what: string;
    tree?: Tree;
    spoil?: (folder: string) => Promise<unknown>;
    request?: (folder: string) => Partial<ContextRequest>;
    says: RegExp;
    property?: string;
  }[] = [
    {
      what: "no such folder",
      request: (folder) => ({ context: `${folder}/none` }),
      says: /none does not exist; check the path/,
    },
    { what: "a file", request: (folder) => ({ context: `${folder}/Dockerfile` }), says: /is not a folder/ },
    {
      what: "the root of the file system",
      request: () => ({ context: "/" }),
      says: /root of the file system/,
    },
    {
      what: "a link that leads to itself",
      spoil: (folder) => symlink("loop", join(folder, "loop")),
      request: (folder) => ({ context: join(folder, "loop") }),
      says: /loop is a link that leads back to itself/,
    },
    {
      what: "no Dockerfile, but one of a near name",
      tree: { "Dockerfile.web": "FROM scratch" },
      says: /the Dockerfile Dockerfile of the build context .* does not exist; did you mean Dockerfile\.web\?/,
      property: "build.dockerfile",
    },
    {
      what: "no Dockerfile at all",
      tree: { a: "" },
      says: /does not exist; set `build\.dockerfile` to its path, relative to the context/,
      property: "build.dockerfile",
    },
    {
      what: "a Dockerfile outside of the context",
      request: (folder) => ({ context: join(folder, "src"), dockerfile: "../Dockerfile" }),
      says: /\.\.\/Dockerfile is outside of the build context .*; move it into the context/,
      property: "build.dockerfile",
    },
    {
      what: "a Dockerfile that is a link to the outside",
      spoil: (folder) => symlink("../Dockerfile", join(folder, "src/Dockerfile")),
      request: (folder) => ({ context: join(folder, "src") }),
      says: /leads by a link to .*, outside of the build context/,
      property: "build.dockerfile",
    },
    {
      what: "a Dockerfile that is a folder",
      request: () => ({ dockerfile: "src" }),
      says: /the Dockerfile src of the build context .* is not a file/,
      property: "build.dockerfile",
    },
    {
      what: "a Dockerfile that says nothing",
      tree: { Dockerfile: "" },
      says: /is empty/,
      property: "build.dockerfile",
    },
    {
      what: "an ignore file with a bad pattern",
      tree: { ...FILES, ".dockerignore": "ok\n[a\n" },
      says: /\.dockerignore has a pattern that is not valid: `\[a` has brackets/,
    },
    {
      what: "a name that is not UTF-8",
      spoil: (folder) => writeFile(Buffer.from(`${folder}/src/\xff`, "latin1"), ""),
      says: /"src\/\ufffd" in the build context has a name that is not UTF-8/,
    },
    {
      what: "more bytes than are allowed, before they are read",
      spoil: async (folder) => {
        await mkdir(join(folder, "data"));
        await writeFile(join(folder, "data/dump"), "");
        await truncate(join(folder, "data/dump"), 5 * 1024 ** 3);
      },
      says: /has 5120 MiB, more than 2048 MiB, most of it in data\/ \(5120 MiB\).*\.dockerignore.*contextLimitMiB/,
    },
  ];
  for (const { what, tree, spoil, request, says, property } of refusals) {
    it(`must be refused with its reason: ${what}`, async () => {
      await withTree(tree ?? FILES, async (folder) => {
        await spoil?.(folder);
        const error = await refusal(read(folder, request?.(folder)));
        assert.match(error.message, says);
        assert.equal(error.property, property ?? "build.context");
      });
    });
  }

  it("must not be refused for what the rules exclude", async () => {
    await withTree({ ...FILES, ".dockerignore": "data\n", "data/dump": "" }, async (folder) => {
      await truncate(join(folder, "data/dump"), 5 * 1024 ** 3);
      await writeFile(Buffer.from(`${folder}/data/\xff`, "latin1"), "");
      assert.ok(!pathsOf(await read(folder)).includes("data/dump"));
    });
  });

  it("must name the file that may not be read", async function () {
    await withTree(FILES, async (folder) => {
      await chmod(folder, 0o755);
      await chmod(join(folder, "src/app.ts"), 0);
      await asNobody(this, async () => {
        const { message } = await refusal(read(folder));
        assert.match(
          message,
          /src\/app\.ts in the build context cannot be read: permission denied; exclude it/,
        );
      });
    });
  });
});
