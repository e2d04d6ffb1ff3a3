import assert from "node:assert/strict";
import { TestProject } from "./project";
import { moorage, type Typed } from "./typed";

describe("a command line", () => {
  let project: TestProject;
  beforeEach(async () => (project = await TestProject.create()));
  afterEach(() => project.remove());

  const typed = (...argv: string[]): Promise<Typed> => moorage([...argv, "-C", project.folder], project.env);
  /** The names that a listing prints. */
  const stacks = async (...argv: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await moorage([...argv, "--json"], project.env);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    return (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
  };

  it("must take the folder before the command, as Pulumi's CLI does, and the command's own first", async () => {
    assert.equal((await typed("stack", "init", "dev")).code, 0);
    assert.deepEqual(await stacks("-C", project.folder, "stack", "ls"), ["dev"]);
    assert.deepEqual(await stacks(`--cwd=${project.folder}`, "stack", "ls"), ["dev"]);
    assert.deepEqual(await stacks("-C", "/nowhere", "stack", "ls", "-C", project.folder), ["dev"]);
    const { code, stderr } = await moorage(["-C", project.folder, "completion", "bash"], project.env);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^error: moorage completion works on no project, so -C says nothing to it: leave it out\n/,
    );
  });

  it("must call a command line wrong that names no possible stack", async () => {
    for (const line of [
      "stack init blue/green",
      "stack select no!",
      "up -s no! --yes",
      "config -s a/b/c/d",
    ]) {
      const { code, stderr } = await typed(...line.split(" "));
      assert.deepEqual([line, code], [line, 2]);
      assert.match(stderr, /^error: /);
    }
    assert.deepEqual(await stacks("stack", "ls", "-C", project.folder), []);
  });

  it("must refuse a command that does not exist by its name", async () => {
    const { code, stderr } = await typed("stack", "exprot");
    assert.equal(code, 2);
    assert.match(stderr, /there is no command 'exprot'\. Did you mean export\?/);
  });
});
