import assert from "node:assert/strict";
import { UserError } from "../../providers/errors";
import { importIdOf, parseImportId } from "../../providers/resources/import-id";

describe("an import id", () => {
  const good = {
    "root@192.0.2.1:22/app": { address: { address: "192.0.2.1", user: "root", port: 22 }, name: "app" },
    "deploy@web.example.org/app": { address: { address: "web.example.org", user: "deploy" }, name: "app" },
    "deploy@[2001:db8::1]:2222/app": {
      address: { address: "2001:db8::1", user: "deploy", port: 2222 },
      name: "app",
    },
    "root@192.0.2.1:22": { address: { address: "192.0.2.1", user: "root", port: 22 }, name: undefined },
    "root@192.0.2.1/registry.example.org/team/app:1": {
      address: { address: "192.0.2.1", user: "root" },
      name: "registry.example.org/team/app:1",
    },
    "local/app": { address: { local: true }, name: "app" },
    local: { address: { local: true }, name: undefined },
  };
  for (const [text, parsed] of Object.entries(good)) {
    it(`must be understood: ${text}`, () => assert.deepEqual(parseImportId(text), parsed));
  }

  for (const text of [
    "",
    "app",
    "192.0.2.1/app",
    "root@2001:db8::1/app",
    "root@192.0.2.1:70000/app",
    "root@192.0.2.1:x/app",
    "root@192.0.2.1/",
    "local/",
  ]) {
    it(`must be refused with what it should be: "${text}"`, () => {
      assert.throws(
        () => parseImportId(text),
        (error) => error instanceof UserError && /user@address:port\/name/.test(error.message),
      );
    });
  }

  it("must come back from the address that it was parsed into", () => {
    for (const text of ["deploy@[2001:db8::1]:2222/app", "root@192.0.2.1:22", "local/app"]) {
      const { address, name } = parseImportId(text);
      assert.equal(importIdOf(address, name), text);
    }
  });
});
