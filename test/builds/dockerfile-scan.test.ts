import assert from "node:assert/strict";
import { wantsMount, wantsOfBuildKit } from "../../providers/builds/dockerfile-scan";

describe("A Dockerfile", () => {
  for (const [title, text, wants] of [
    ["the usual instructions", "FROM a AS b\nRUN make\nCOPY --from=b --chown=1 /a /b\nADD x /y\n", []],
    ["a cache", "FROM a\nRUN --mount=type=cache,target=/c make\n", ["line 2: RUN --mount"]],
    [
      "several flags",
      "FROM a\nRUN --network=none --mount=type=tmpfs,target=/t x",
      ["line 2: RUN --network", "line 2: RUN --mount"],
    ],
    [
      "a flag in small letters and in ONBUILD",
      "from a\nonbuild run --mount=type=cache x",
      ["line 2: RUN --mount"],
    ],
    ["a flag of the command, not of RUN", "FROM a\nRUN mount --mount=x\nRUN echo --mount=y", []],
    [
      "a flag on a continued line",
      "FROM a\nRUN \\\n  # why\n\n  --mount=type=cache,target=/c \\\n  make\nCOPY --link a b",
      ["line 2: RUN --mount", "line 7: COPY --link"],
    ],
    ["a comment", "FROM a\n# RUN --mount=type=cache x\n", []],
    ["another escape", "# escape=`\nFROM a\nRUN dir c:\\\nRUN --mount=type=cache x", ["line 4: RUN --mount"]],
    [
      "a heredoc, whose text is none of its instructions",
      "FROM a\nRUN <<EOF\nCOPY --link a b\nEOF\nCOPY --chmod=1 a b",
      ["line 2: RUN <<", "line 5: COPY --chmod"],
    ],
    ["a heredoc for a file", 'FROM a\nCOPY <<-"END" /etc/x\nhello\nEND\n', ["line 2: COPY <<"]],
    ["what only looks like a heredoc", "FROM a\nRUN echo $((1<<3)) && cat <<<word\n", []],
    [
      "the builder's platform",
      "FROM --platform=$BUILDPLATFORM a\nFROM --platform=linux/arm64 b",
      ["line 1: FROM --platform=$BUILDPLATFORM"],
    ],
    ["nothing at all", "", []],
  ] as const) {
    it(`must want of BuildKit ${wants.length === 0 ? "nothing" : wants.join(", ")} with ${title}`, () => {
      assert.deepEqual(wantsOfBuildKit(text), wants);
    });
  }

  it("must be seen to mount secrets and SSH agents", () => {
    const text = "FROM a\nRUN --mount=target=/x,type=secret,id=a --mount=type=cache,target=/c make\n";
    assert.ok(wantsMount(text, "secret"));
    assert.ok(!wantsMount(text, "ssh"));
    assert.ok(wantsMount("FROM a\nRUN --mount=type=ssh git fetch", "ssh"));
  });
});
