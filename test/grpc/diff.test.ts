import assert from "node:assert/strict";
import { DiffRequest, DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { UNKNOWN } from "../../providers/resources/bag";
import type {
  DiffRequest as Asked,
  DiffResult,
  PropertyDifference,
} from "../../providers/resources/lifecycle";
import { ask, openDoor, struct, unknown, urn, type Door } from "../support/door/door";

const { DIFF_SOME, DIFF_NONE } = DiffResponse.DiffChanges;

function difference(path: (string | number)[], more: Partial<PropertyDifference> = {}): PropertyDifference {
  return { path, kind: "update", replaces: false, isInput: true, ...more };
}

describe("Diff", () => {
  let door: Door;
  let asked: Asked[];
  let result: DiffResult;

  beforeEach(async () => {
    asked = [];
    door = await openDoor({
      lifecycle: {
        diff: (_context, request) => {
          asked.push(request);
          return result;
        },
      },
    });
  });
  afterEach(() => door.close());

  function diff(ignored: string[] = []): Promise<DiffResponse> {
    const request = new DiffRequest()
      .setUrn(urn("Container"))
      .setId("h1/app")
      .setOldInputs(struct({ image: "web:1" }))
      .setOlds(struct({ image: "web:1", status: "running" }))
      .setNews(struct({ image: unknown }))
      .setIgnorechangesList(ignored);
    return ask((done) => door.client.diff(request, done));
  }

  it("must hand the noun the old inputs, the old state and the new inputs apart", async () => {
    result = { differences: [], deleteBeforeReplace: false };
    await diff();
    assert.deepEqual(asked, [
      {
        id: "h1/app",
        oldInputs: { values: { image: "web:1" }, secrets: [] },
        oldState: { values: { image: "web:1", status: "running" }, secrets: [] },
        news: { values: { image: UNKNOWN }, secrets: [] },
      },
    ]);
  });

  it("must say that nothing changes", async () => {
    result = { differences: [], deleteBeforeReplace: false };
    const response = await diff();
    assert.equal(response.getChanges(), DIFF_NONE);
    assert.equal(response.getHasdetaileddiff(), true);
  });

  it("must say each difference by its path and its kind", async () => {
    result = {
      differences: [
        difference(["ports", 0, "host"]),
        difference(["ports", 1], { kind: "add" }),
        difference(["status"], { isInput: false }),
        difference(["labels", "a.b"], { kind: "delete" }),
        difference(["name"], { replaces: true }),
      ],
      deleteBeforeReplace: true,
    };
    const response = await diff();
    const { UPDATE, ADD, DELETE, UPDATE_REPLACE } = PropertyDiff.Kind;
    const detailed: [string, number, boolean][] = [];
    response
      .getDetaileddiffMap()
      .forEach((each, path) => detailed.push([path, each.getKind(), each.getInputdiff()]));
    assert.deepEqual(detailed.sort(), [
      ['labels["a.b"]', DELETE, true],
      ["name", UPDATE_REPLACE, true],
      ["ports[0].host", UPDATE, true],
      ["ports[1]", ADD, true],
      ["status", UPDATE, false],
    ]);
    assert.equal(response.getChanges(), DIFF_SOME);
    assert.deepEqual(response.getDiffsList(), ["ports", "status", "labels", "name"]);
    assert.deepEqual(response.getReplacesList(), ["name"]);
    assert.equal(response.getDeletebeforereplace(), true);
  });

  it("must pass over what was observed of a property that the program ignores", async () => {
    result = {
      differences: [
        difference(["ports", 0, "host"], { isInput: false }),
        difference(["portsX"], { isInput: false }),
      ],
      deleteBeforeReplace: false,
    };
    const response = await diff(["ports"]);
    assert.deepEqual(response.getDiffsList(), ["portsX"]);
  });
});
