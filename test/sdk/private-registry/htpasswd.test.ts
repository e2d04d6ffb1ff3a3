import assert from "node:assert/strict";
import { compareSync } from "bcryptjs";
import { htpasswd, problemOf } from "../../../sdk/private-registry/htpasswd";

describe("the users of a private registry", () => {
  const users = { deploy: "one", ci: "one" };
  const lines = htpasswd(users, "shop/dev/registry").split("\n");

  it("must be let in by their own password, which is not in the file", () => {
    assert.equal(lines.length, 3);
    for (const line of lines.slice(0, 2)) {
      const [, name = "", hash = ""] = /^(\w+):(\$2b\$10\$.{53})$/.exec(line) ?? assert.fail(line);
      assert.ok(name in users);
      assert.ok(compareSync("one", hash));
      assert.ok(!compareSync("two", hash));
    }
  });

  it("must come to the same file at each run, and to another in another place or by another name", () => {
    assert.equal(htpasswd(users, "shop/dev/registry"), lines.join("\n"));
    assert.notEqual(htpasswd(users, "shop/prod/registry"), lines.join("\n"));
    const hashes = lines.map((line) => line.split(":")[1]);
    assert.notEqual(hashes[0], hashes[1]);
  });

  it("must be told of what would let nobody in, or anybody, without a password in the words", () => {
    assert.match(problemOf({}) ?? "", /^must have a user/);
    assert.match(problemOf({ "a:b": "secret" }) ?? "", /user name .* colon.*"a:b"/);
    assert.match(problemOf({ a: "" }) ?? "", /empty password for a/);
    const long = "é".repeat(37);
    assert.match(problemOf({ a: long }) ?? "", /password for a of more than 72 bytes/);
    assert.ok(!problemOf({ a: long })?.includes(long));
    assert.equal(problemOf({ a: "é".repeat(36) }), undefined);
  });
});
