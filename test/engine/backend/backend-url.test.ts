import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BackendError, currentBackendUrl } from "../../../engine/backend";

describe("the URL of where stacks are kept", () => {
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "moorage-home-"));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const logIn = (text: string) => writeFile(join(home, "credentials.json"), text);

  it("must be what the environment says, before all else", async () => {
    await logIn('{ "current": "file:///logged-in" }');
    const environment = { PULUMI_HOME: home, PULUMI_BACKEND_URL: "file:///environment" };
    assert.equal(await currentBackendUrl(environment, "file:///project"), "file:///environment");
  });

  it("must be what the project says, before the last login", async () => {
    await logIn('{ "current": "file:///logged-in" }');
    assert.equal(await currentBackendUrl({ PULUMI_HOME: home }, "file:///project"), "file:///project");
  });

  it("must be what was logged in to last", async () => {
    await logIn('{ "current": "file:///logged-in" }');
    assert.equal(await currentBackendUrl({ PULUMI_HOME: home }), "file:///logged-in");
  });

  it("must be the user's home where nobody has ever logged in, or has logged out", async () => {
    assert.equal(await currentBackendUrl({ PULUMI_HOME: home }), "file://~");
    await logIn('{ "current": "" }');
    assert.equal(await currentBackendUrl({ PULUMI_HOME: home }), "file://~");
  });

  it("must not be guessed from credentials that cannot be read, whose text is not told", async () => {
    await logIn('{ "accessToken": "pul-secret"');
    await assert.rejects(
      currentBackendUrl({ PULUMI_HOME: home }),
      (error) => error instanceof BackendError && !error.message.includes("pul-secret"),
    );
  });
});
