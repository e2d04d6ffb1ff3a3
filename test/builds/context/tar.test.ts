import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import {
  chmod,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { type BuildContext, readContext, type TarOptions } from "../../../providers/builds/context/context";
import { ContextChangedError } from "../../../providers/builds/context/errors";
import { type Tree, withTree } from "./tree";

const LONG = `${"deep/".repeat(40)}${"name".repeat(30)}.txt`;
const FILES: Tree = {
  Dockerfile: "FROM scratch\n",
  "src/app.ts": "app",
  "src/none": "",
  "src/big": "0123456789".repeat(100_000),
  "ünïcode/😀 a b": "unicode",
  [LONG]: "long",
  "empty/": "",
};

function read(context: string): Promise<BuildContext> {
  return readContext({ context, signal: new AbortController().signal });
}

/** Unpacks a tar with the system's own program. */
async function unpack(tar: Readable, into: string): Promise<string> {
  await mkdir(into);
  execFileSync("tar", ["-xpf", "-", "-C", into], { input: await buffer(tar) });
  return into;
}

async function namesIn(context: BuildContext, options: TarOptions): Promise<string[]> {
  const names = execFileSync("tar", ["-tf", "-"], { input: await buffer(context.tar(options)) });
  return names.toString().trim().split("\n");
}

describe("A build context as a tar", () => {
  it("must unpack to the same files, folders, links and modes", async () => {
    await withTree(FILES, async (folder) => {
      await chmod(join(folder, "src/app.ts"), 0o4755);
      await chmod(join(folder, "src/none"), 0);
      await symlink(`${"up/".repeat(50)}é`, join(folder, "src/link"));
      const context = await read(folder);
      await withTree({}, async (place) => {
        const copy = await unpack(context.tar(), join(place, "copy"));
        for (const [path, content] of Object.entries(FILES)) {
          if (path !== "src/none" && !path.endsWith("/"))
            assert.equal(await readFile(join(copy, path), "utf8"), content, path);
        }
        const mode = async (path: string): Promise<number> => (await stat(join(copy, path))).mode & 0o7777;
        assert.equal(await mode("src/app.ts"), 0o4755);
        assert.equal(await mode("src/none"), 0);
        assert.deepEqual(await readdir(join(copy, "empty")), []);
        assert.equal(await readlink(join(copy, "src/link")), `${"up/".repeat(50)}é`);
        assert.equal((await stat(join(copy, "src/app.ts"))).mtimeMs, 0);
        const again = await read(copy);
        assert.equal(again.digest, context.digest);
      });
    });
  });

  it("must be the same bytes for the same content", async () => {
    const [one, other] = await Promise.all(
      [1, 2].map((seconds) =>
        withTree(FILES, async (folder) => {
          await utimes(join(folder, "src/app.ts"), seconds, seconds);
          return buffer((await read(folder)).tar());
        }),
      ),
    );
    assert.ok(one !== undefined && other !== undefined && one.equals(other));
  });

  it("must hold an excluded ignore file only for an engine that takes it out itself", async () => {
    await withTree({ ...FILES, ".dockerignore": "**\n" }, async (folder) => {
      const context = await read(folder);
      assert.deepEqual(await namesIn(context, { engineExcludes: true }), [".dockerignore", "Dockerfile"]);
      assert.deepEqual(await namesIn(context, { engineExcludes: false }), ["Dockerfile"]);
    });
    await withTree({ ...FILES, ".dockerignore": "src\n" }, async (folder) => {
      assert.ok((await namesIn(await read(folder), { engineExcludes: false })).includes(".dockerignore"));
    });
  });

  const changes: Record<string, (path: string) => Promise<unknown>> = {
    "other bytes": (path) => writeFile(path, "apq"),
    "more bytes": (path) => writeFile(path, "appp"),
    "fewer bytes": (path) => writeFile(path, "a"),
    "a link": async (path) => {
      await symlink("none", `${path}.new`);
      await rename(`${path}.new`, path);
    },
    nothing: (path) => rm(path),
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`must fail where a file was changed since it was read: ${what}`, async () => {
      await withTree(FILES, async (folder) => {
        const context = await read(folder);
        await change(join(folder, "src/app.ts"));
        await assert.rejects(buffer(context.tar()), (error) => {
          assert.ok(error instanceof ContextChangedError, String(error));
          assert.match(error.message, /src\/app\.ts was changed while the build context was read; run again/);
          return true;
        });
      });
    });
  }

  it("must close its file when nobody reads on", async () => {
    await withTree({ Dockerfile: "FROM scratch\n", big: "x".repeat(5_000_000) }, async (folder) => {
      const tar = (await read(folder)).tar();
      await once(tar, "readable");
      tar.destroy();
      for (;;) {
        const links = await openFiles();
        if (!links.some((path) => path.startsWith(folder))) return;
        await new Promise(setImmediate);
      }
    });
  });
});

/** The paths of this process's open files, where the system tells. */
async function openFiles(): Promise<string[]> {
  const numbers = await readdir("/proc/self/fd").catch(() => []);
  return Promise.all(numbers.map((each) => readlink(`/proc/self/fd/${each}`).catch(() => "")));
}
