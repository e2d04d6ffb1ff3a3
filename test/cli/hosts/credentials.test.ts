import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readStack } from "../../../cli/hosts/stack";
import { providerRecord, TestProject } from "../project";

describe("the credentials of daily work", () => {
  it("must be the file's before the configuration's before the last run's, by name", async () => {
    const project = await TestProject.create();
    try {
      const by = (password: string) => ({ password });
      const stored = { a: by("state"), b: by("state"), c: by("state") };
      await project.stack("dev", [providerRecord(stored)]);
      const config =
        "config:\n  moorage:credentials:\n    b:\n      password: config\n    c:\n      password: config\n";
      await writeFile(join(project.folder, "Pulumi.dev.yaml"), config);
      const file = join(project.folder, "credentials.json");
      await writeFile(file, JSON.stringify({ c: by("file") }));
      const env = { ...project.env, MOORAGE_CREDENTIALS_FILE: file };
      const { credentials } = await readStack({ cwd: project.folder }, { env });
      assert.deepEqual(credentials, { a: by("state"), b: by("config"), c: by("file") });
    } finally {
      await project.remove();
    }
  });
});
