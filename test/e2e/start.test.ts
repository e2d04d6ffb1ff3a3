import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codeBlocks, type CodeBlock } from "../support/markdown";
import { newTerminal } from "../support/new-terminal";
import { cacheFolder } from "../support/setup/cache";
import { capture, run, type CommandResult } from "../support/setup/command";

const repository = join(__dirname, "../..");

/** Another project than the checkout's, so that what somebody has started there stays. */
const PROJECT = "moorage-test-start";
const SANDBOX = `${PROJECT}-dev-box`;

/** The README's blocks about a checkout, typed into a terminal as they are written, in a copy of this one. */
describe("The README's two commands", () => {
  let home: string;
  let blocks: readonly CodeBlock[];
  let results: readonly CommandResult[];

  before(async () => {
    home = await mkdtemp(join(tmpdir(), "moorage-start-"));
    const checkout = join(home, "moorage");
    await copyCheckout(checkout);
    blocks = (await codeBlocks(join(repository, "README.md"))).filter(
      ({ language, section }) => language === "sh" && section === "Two commands",
    );
    // What is slow to make is taken from where the other tests have put it.
    const shell = await newTerminal(home, { MOORAGE_CACHE: cacheFolder() });
    const typed: CommandResult[] = [];
    for (const { text } of blocks) typed.push(await shell(checkout, text));
    results = typed;
  });
  after(async () => {
    await capture(["docker", "rm", "--force", "--volumes", SANDBOX]);
    await rm(home, { recursive: true, force: true });
  });

  it("must all succeed", () => {
    for (const [index, { code, stdout, stderr }] of results.entries()) {
      assert.equal(code, 0, `${blocks[index]?.text}\n${stdout}${stderr}`);
    }
  });

  it("must bring a bare throwaway host to serve, and then the changed line, with the count going on", () => {
    const pages = results.flatMap(({ stdout }) => /^HTTP 200 from .*: (.*)$/m.exec(stdout)?.[1] ?? []);
    assert.deepEqual(pages, ["This is visit 1.", "You are visitor 2."]);
  });

  it("must change nothing but the image of the changed source and its container", () => {
    assert.match(results[1]?.stdout ?? "", /^ *~ 2 updated$/m);
    assert.match(results[1]?.stdout ?? "", /^ *9 unchanged$/m);
  });

  it("must leave no Sandbox", async () => {
    assert.notEqual((await capture(["docker", "inspect", SANDBOX])).code, 0);
  });
});

async function copyCheckout(to: string): Promise<void> {
  const listed = await run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: repository,
  });
  const paths = listed.split("\0").filter((path) => path !== "" && path !== "node_modules");
  for (const path of paths) await cp(join(repository, path), join(to, path));
  const file = join(to, "Pulumi.yaml");
  await writeFile(file, (await readFile(file, "utf8")).replace("name: moorage\n", `name: ${PROJECT}\n`));
}
