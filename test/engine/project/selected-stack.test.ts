import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readProject, selectedStack } from "../../../engine/project";

describe("the selected stack", () => {
  let folder: string;
  let home: string;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "moorage-selected-")));
    home = join(folder, "home");
    await mkdir(join(home, "workspaces"), { recursive: true });
    await mkdir(join(folder, "project"));
    await writeFile(join(folder, "project/Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    await symlink(join(folder, "project"), join(folder, "link"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const select = (content: string) => {
    const hash = createHash("sha1").update(join(folder, "project/Pulumi.yaml")).digest("hex");
    return writeFile(join(home, `workspaces/shop-${hash}-workspace.json`), content);
  };
  const selected = async (path: string, PULUMI_STACK?: string) =>
    selectedStack(await readProject(join(folder, path)), { PULUMI_HOME: home, PULUMI_STACK });

  it("must be the one that the CLI has noted, also behind a link", async () => {
    await select('{"stack": "organization/shop/dev"}');
    assert.equal(await selected("project"), "organization/shop/dev");
    assert.equal(await selected("link"), "organization/shop/dev");
  });

  it("must be the environment's before that", async () => {
    await select('{"stack": "dev"}');
    assert.equal(await selected("project", "prod"), "prod");
  });

  it("must be none where nothing was selected", async () => {
    assert.equal(await selected("project"), undefined);
    await select('{"stack": ""}');
    assert.equal(await selected("project"), undefined);
  });

  it("must be an error that names the file where the note is damaged", async () => {
    await select("{");
    await assert.rejects(selected("project"), /workspaces\/shop-.*cannot be read/);
  });
});
