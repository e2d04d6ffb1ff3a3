import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SourcePosition, StackFrame, StackTrace } from "@pulumi/pulumi/proto/source_pb";
import { SourcePositions } from "../../../engine/monitor/source-positions";

const repository = join(__dirname, "../../..");
const project = join(repository, "a project");
const at = (path: string, line: number, column = 0) =>
  new SourcePosition().setUri(pathToFileURL(path).href).setLine(line).setColumn(column);

describe("places of a program", () => {
  const positions = new SourcePositions(project);

  it("must be told from the project's folder, as Go escapes them", () => {
    assert.equal(
      positions.describe(at(join(project, "src/index.ts"), 12, 3)),
      "project:///src/index.ts#12,3",
    );
    assert.equal(positions.describe(at(join(project, "b c/[d]@e.ts"), 1)), "project:///b%20c/%5Bd%5D@e.ts#1");
    assert.equal(positions.describe(at(join(repository, "lib/a.js"), 7)), "project:///../lib/a.js#7");
  });

  it("must be those of the source where the code is generated", () => {
    const file = join(project, "index.ts");
    const mapped = new SourcePositions(project, (path, line, column) =>
      path === file ? { line: line * 10, column: column * 10 } : undefined,
    );
    assert.equal(mapped.describe(at(file, 1, 2)), "project:///index.ts#10,20");
    assert.equal(mapped.describe(at(join(project, "plain.js"), 1, 2)), "project:///plain.js#1,2");
  });

  it("must be empty where they are not known, or in no file", () => {
    assert.equal(positions.describe(undefined), "");
    assert.equal(positions.describe(new SourcePosition().setUri("node:internal/timers").setLine(1)), "");
  });

  it("must not have the frames of what has loaded the program: the engine and the start of the command", () => {
    const frames = [
      at(join(project, "index.ts"), 3),
      at(join(repository, "engine/program/load-program.ts"), 5),
      at(join(repository, "launch/keep-modules.ts"), 6),
      at(join(repository, "launcher.ts"), 7),
      undefined,
    ].map((pc) => new StackFrame().setPc(pc));
    const told = positions.describeStack(new StackTrace().setFramesList(frames));
    assert.deepEqual(
      told.map(({ sourcePosition }) => sourcePosition),
      ["project:///index.ts#3", "project:///../launcher.ts#7", ""],
    );
    assert.deepEqual(positions.describeStack(undefined), []);
  });
});
