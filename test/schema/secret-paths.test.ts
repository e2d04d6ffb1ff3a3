import assert from "node:assert/strict";
import { UNKNOWN, formatPath, type Value } from "../../providers/resources/bag";
import { secretPaths } from "../../providers/schema/secret-paths";
import { schema } from "../support/door/door";

const variables = schema.config.variables;
const host = schema.resources["moorage:index:Host"]?.inputProperties ?? {};

describe("the schema's secret places", () => {
  it("must be found at depth, known or not", () => {
    const connection: Value = { address: "a", password: "p", sudoPassword: UNKNOWN, passphrase: null };
    const paths = secretPaths(schema, host, { connection, machine: "m" });
    assert.deepEqual(paths.map(formatPath), ["connection.password", "connection.sudoPassword"]);
  });

  it("must cover all that is below", () => {
    const paths = secretPaths(schema, variables, {
      credentials: { web: { agent: true } },
      deleteUnreachable: true,
    });
    assert.deepEqual(paths, [["credentials"]]);
  });

  it("must be found in lists and maps", () => {
    const credential = { $ref: "#/types/moorage:index:Credential" };
    const properties = {
      list: { type: "array", items: credential },
      map: { type: "object", additionalProperties: credential },
    } as const;
    const values = { list: [{ agent: true }, { password: "p" }], map: { a: { privateKey: "k" } } };
    assert.deepEqual(secretPaths(schema, properties, values).map(formatPath), [
      "list[1].password",
      "map.a.privateKey",
    ]);
  });
});
