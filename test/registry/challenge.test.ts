import assert from "node:assert/strict";
import { parseChallenge } from "../../providers/registry/challenge";

describe("A registry's challenge", () => {
  const bearer = (realm: string, service?: string, scope?: string) => ({
    scheme: "bearer",
    realm,
    service,
    scope,
  });
  const cases: readonly (readonly [string | undefined, unknown])[] = [
    [undefined, undefined],
    ["", undefined],
    ["Negotiate", undefined],
    ['Basic realm="registry"', { scheme: "basic" }],
    ["basic", { scheme: "basic" }],
    [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io"',
      bearer("https://auth.docker.io/token", "registry.docker.io"),
    ],
    [
      'Bearer realm="https://r/token", service="r", scope="repository:team/app:pull,push"',
      bearer("https://r/token", "r", "repository:team/app:pull,push"),
    ],
    ["BEARER Realm=https://r/token", bearer("https://r/token")],
    ['Basic realm="r", Bearer realm="https://r/token"', bearer("https://r/token")],
    ['Bearer service="r"', undefined],
    ['Bearer realm="a \\"quoted\\" one"', bearer('a "quoted" one')],
  ];
  for (const [header, expected] of cases) {
    it(`must be read from ${JSON.stringify(header)}`, () =>
      assert.deepEqual(parseChallenge(header), expected));
  }
});
