import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../../setup/cache";
import { run } from "../../setup/command";
import { oneAtATime } from "../../setup/lock";
import { withScratchFolder } from "../../setup/scratch";

const goMod = "module moorage-test-plugin\n\ngo 1.25.8\n\nrequire github.com/pulumi/pulumi/sdk/v3 v3.230.0\n";

/** The folder with `pulumi-resource-notes`, which is built from Go's module proxy where it is not there yet. */
export async function ensureGoPlugin(): Promise<string> {
  const source = join(__dirname, "main.go");
  const digest = createHash("sha256")
    .update(await readFile(source))
    .digest("hex")
    .slice(0, 12);
  const folder = join(cacheFolder("go-plugin"), digest);
  return oneAtATime("go-plugin", async () => {
    if (existsSync(folder)) return folder;
    await withScratchFolder(async (scratch) => {
      await copyFile(source, join(scratch, "main.go"));
      await writeFile(join(scratch, "go.mod"), goMod);
      await run(
        ["go", "build", "-mod=mod", "-ldflags=-s -w", "-o", join(scratch, "bin/pulumi-resource-notes"), "."],
        {
          cwd: scratch,
          env: { CGO_ENABLED: "0", GOFLAGS: "-buildvcs=false", GOWORK: "off" },
        },
      );
      // Only whole builds get the final name.
      await rename(join(scratch, "bin"), folder);
    });
    return folder;
  });
}
