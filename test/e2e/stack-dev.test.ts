import assert from "node:assert/strict";
import { ensureSandboxImage } from "../support/hosts/sandbox-image";
import { get } from "../support/http";
import { ensureBusyboxImage } from "../support/images/busybox-image";
import type { TestStack } from "../support/pulumi/stack";
import { capture } from "../support/setup/command";
import { createRootStack, edit } from "./root-project";

const SANDBOX = "test-dev-box";

/** The root project's dev.yaml, whose host is a Sandbox of the local engine. */
describe("The stack dev", function () {
  this.timeout(600_000);
  let stack: TestStack;

  before(async () => {
    await ensureSandboxImage("bookworm");
    await ensureBusyboxImage();
    stack = await createRootStack({});
  });
  after(async () => {
    await capture(["docker", "rm", "--force", "--volumes", SANDBOX]);
    await stack?.discard();
  });

  async function page(): Promise<string> {
    const { pages } = (await stack.outputs()) as { pages: { box: string } };
    return get(Number(new URL(pages.box).port));
  }

  it("must serve from a Sandbox, stay as it is, follow its source with its data kept, and go", async () => {
    (await stack.up()).succeeded();
    assert.match(await page(), /This is visit 1\./);
    assert.deepEqual((await stack.up()).succeeded().changes, []);

    await edit(stack, "stacks/web/www/cgi-bin/index.cgi", "This is visit", "You are visitor");
    assert.deepEqual(
      (await stack.up())
        .succeeded()
        .steps.map(({ op, noun, name }) => `${op} ${noun} ${name}`)
        .sort(),
      ["update Container web-box", "update Image web-box"],
    );
    assert.match(await page(), /You are visitor 2\./);

    (await stack.destroy()).succeeded();
    assert.notEqual((await capture(["docker", "inspect", SANDBOX])).code, 0, "the Sandbox must be gone");
  });
});
