import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { privateFolder } from "../../engine/private-folder";

describe("the folder of what is kept between runs", () => {
  let home: string;
  let folder: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "moorage-private-"));
    folder = join(home, "moorage/modules");
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it("must be made for nobody but the user", () => {
    assert.equal(privateFolder("modules", { XDG_CACHE_HOME: home }), folder);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(privateFolder("modules", { XDG_CACHE_HOME: home }), folder);
  });

  it("must not be used where others may look into it", () => {
    mkdirSync(folder, { recursive: true });
    for (const mode of [0o777, 0o770, 0o755, 0o701]) {
      chmodSync(folder, mode);
      assert.equal(privateFolder("modules", { XDG_CACHE_HOME: home }), undefined);
    }
  });

  it("must not be used where it is somebody else's, nor be made in what is", () => {
    const other = (process.getuid?.() ?? 0) + 1;
    assert.equal(privateFolder("modules", { XDG_CACHE_HOME: home }, other), undefined);
    assert.equal(existsSync(join(home, "moorage")), false);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    assert.equal(privateFolder("modules", { XDG_CACHE_HOME: home }, other), undefined);
  });

  it("must not be a link, nor a file", () => {
    mkdirSync(join(home, "moorage"));
    mkdirSync(join(home, "elsewhere"), { mode: 0o700 });
    symlinkSync(join(home, "elsewhere"), folder);
    assert.equal(privateFolder("modules", { XDG_CACHE_HOME: home }), undefined);
    assert.equal(privateFolder("modules", { XDG_CACHE_HOME: __filename }), undefined);
  });

  it("must be in the home where the variable names no absolute path, or is not set", () => {
    const { HOME } = process.env;
    try {
      process.env["HOME"] = home;
      for (const environment of [{ XDG_CACHE_HOME: "." }, { XDG_CACHE_HOME: "" }, {}]) {
        assert.equal(privateFolder("modules", environment), join(home, ".cache/moorage/modules"));
      }
    } finally {
      process.env["HOME"] = HOME;
    }
  });
});
