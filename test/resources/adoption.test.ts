import assert from "node:assert/strict";
import { howToAdopt, importCommand } from "../../providers/resources/adoption";
import type { Urn } from "../../providers/resources/lifecycle";

const web = { address: "192.0.2.7", port: 2222, user: "deploy" };

function urn(types: string): Urn {
  const type = types.slice(types.lastIndexOf("$") + 1);
  return { text: `urn:pulumi:dev::shop::${types}::app`, stack: "dev", project: "shop", type, name: "app" };
}

describe("the way to adopt", () => {
  it("must be a command that is ready to be pasted", () => {
    assert.equal(
      howToAdopt(urn("moorage:index:Container"), web, "shop"),
      "adopt it: pulumi import moorage:index:Container app deploy@192.0.2.7:2222/shop",
    );
    assert.equal(
      importCommand("moorage:index:Host", "web 1's", { address: "2001:db8::7" }),
      "pulumi import moorage:index:Host 'web 1'\\''s' 'root@[2001:db8::7]:22'",
    );
    assert.equal(
      howToAdopt({ ...urn("moorage:index:Container"), name: "--app" }, web, "shop"),
      "adopt it: pulumi import -- moorage:index:Container --app deploy@192.0.2.7:2222/shop",
    );
  });

  it("must be the resource option in a component, whose name an import would need", () => {
    assert.equal(
      howToAdopt(urn("moorage:index:ContainerApp$moorage:index:Container"), web, "shop"),
      'adopt it by the resource option import: "deploy@192.0.2.7:2222/shop"',
    );
  });
});
