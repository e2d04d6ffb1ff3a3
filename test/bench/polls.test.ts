import assert from "node:assert/strict";
import { type Poll, readPolls, seenIn } from "../../bench/swap/polls";

const answered = (at: number, answer: string, took = 1): Poll => ({ at, took, answer });
const failed = (at: number, error = "refused"): Poll => ({ at, took: 1, error });

describe("what a client saw of a swap", () => {
  it("must be no downtime where every request was answered", () => {
    const polls = [answered(10, "1"), answered(20, "1", 300), answered(30, "2")];
    assert.deepEqual(seenIn(polls, "1", "2"), { downtimeMs: 0, failed: 0, slowestMs: 300, errors: [] });
  });

  it("must count from the first request that failed to the next that did not, each time", () => {
    const polls = [
      ...[answered(10, "1"), failed(20), failed(30), answered(50, "1")],
      ...[failed(60, 'Get "http://app/": read tcp 10.0.0.2:54200->10.0.0.3:80: reset'), answered(70, "2")],
    ];
    assert.deepEqual(seenIn(polls, "1", "2"), {
      ...{ downtimeMs: 40, failed: 3, slowestMs: 1, errors: ["refused", "read tcp 10.0.0.3:80: reset"] },
    });
  });

  it("must be read in the order in which the requests were made", () => {
    const log = `${JSON.stringify(answered(20, "2"))}\n${JSON.stringify(answered(10, "1"))}\n`;
    assert.deepEqual(
      readPolls(log).map(({ at }) => at),
      [10, 20],
    );
  });

  it("must be nothing where the new version never came", () => {
    assert.throws(() => seenIn([answered(10, "1")], "1", "2"), /from 1 to 2, and went from 1 to 1/);
  });
});
