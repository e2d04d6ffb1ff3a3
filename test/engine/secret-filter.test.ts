import assert from "node:assert/strict";
import { noSecrets, secretFilter } from "../../engine/secret-filter";

describe("the filter of secrets", () => {
  it("must find a secret wherever it stands, the longer of two that begin alike", () => {
    const filter = secretFilter(["hush", "hush hush"]);
    assert.equal(filter("it is hush hush, and hush"), "it is [secret], and [secret]");
  });

  it("must find it as JSON has it, of JavaScript and of Go", () => {
    const filter = secretFilter(['a"<b>']);
    assert.equal(filter(JSON.stringify({ key: 'a"<b>' })), '{"key":"[secret]"}');
    assert.equal(filter('{"key":"a\\"\\u003cb\\u003e"}'), '{"key":"[secret]"}');
  });

  it("must find each long line of it, since lines are printed one by one", () => {
    const filter = secretFilter(["-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIGv\nend\n"]);
    assert.equal(filter("read MC4CAQAwBQYDK2VwBCIEIGv to the end"), "read [secret] to the end");
  });

  it("must take signs of patterns for what they are", () => {
    assert.equal(secretFilter(["a.c*(", "$&"])("abc a.c*( $&"), "abc [secret] $&");
  });

  it("must leave out what is everywhere by chance, as the CLI does", () => {
    assert.equal(secretFilter(["ab", "true", "False", ""]), noSecrets);
  });
});
