import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { rememberingUrls } from "../../../engine/program/remembered-urls";

describe("the URLs of a program's files", () => {
  it("must be what Node makes of each path, and be made once", () => {
    const remembering = rememberingUrls();
    for (const path of ["/app/index.ts", "/app/with space/ü#?.ts", "/app/index.ts"]) {
      assert.equal(remembering.pathToFileURL(path).href, pathToFileURL(path).href);
      assert.equal(remembering.pathToFileURL(path), remembering.pathToFileURL(path));
    }
    const windows = { windows: true };
    assert.equal(
      remembering.pathToFileURL("C:\\app.ts", windows).href,
      pathToFileURL("C:\\app.ts", windows).href,
    );
    assert.equal(remembering.fileURLToPath("file:///app/index.ts"), "/app/index.ts");
  });
});
