import assert from "node:assert/strict";
import { historyRows } from "../../../cli/hosts/history-rows";

const step = (CreatedBy: string, Size: number) => ({ Created: 1, CreatedBy, Size });

describe("the history of an image", () => {
  const entries = [
    step('/bin/sh -c #(nop)  CMD ["/serve"]', 0),
    step("/bin/sh -c make   install", 0),
    step("COPY app / # buildkit", 20),
    step("ENV A=1", 0),
    step("/bin/sh -c #(nop) ADD file:1 in / ", 10),
  ];
  const layers = ["base", "app", "made"];

  it("must put steps beside the layers that they made, also those that left nothing behind", () => {
    assert.deepEqual(
      historyRows(entries, layers, []).map(({ instruction, layer }) => [instruction, layer]),
      [
        ['CMD ["/serve"]', undefined],
        ["RUN make install", "made"],
        ["COPY app / # buildkit", "app"],
        ["ENV A=1", undefined],
        ["ADD file:1 in /", "base"],
      ],
    );
  });

  it("must share a layer with who has it on top of the same ones only", () => {
    const others = [
      { name: "sibling", layers: ["base", "app", "other"] },
      { name: "stranger", layers: ["other", "app", "made"] },
    ];
    const shared = historyRows(entries, layers, others).map(({ sharedWith }) => sharedWith);
    assert.deepEqual(shared, [[], [], ["sibling"], [], ["sibling"]]);
  });

  it("must claim nothing where steps and layers do not fit", () => {
    const rows = historyRows(entries, ["one"], [{ name: "other", layers: ["one"] }]);
    assert(rows.every(({ layer, sharedWith }) => layer === undefined && sharedWith.length === 0));
  });
});
