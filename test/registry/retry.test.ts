import assert from "node:assert/strict";
import { retryAfter, retrying, type RetryOptions, type Transience } from "../../providers/registry/retry";

describe("An operation that may fail for a while", () => {
  const { signal } = new AbortController();

  /** Fails as often as told, and says how long was waited before each further attempt. */
  async function run(
    failures: number,
    transience: Transience | undefined,
    options: Partial<RetryOptions> = {},
  ): Promise<{ waited: number[]; attempts: number; failed: boolean }> {
    const waited: number[] = [];
    let attempts = 0;
    const attempt = async (): Promise<void> => {
      attempts += 1;
      if (attempts <= failures) throw new Error(`attempt ${attempts}`);
    };
    const sleep = async (milliseconds: number): Promise<void> => void waited.push(milliseconds / 1000);
    const failed = await retrying(attempt, { signal, transience: () => transience, sleep, ...options }).then(
      () => false,
      () => true,
    );
    return { waited, attempts, failed };
  }

  it("must be tried again after longer and longer waits, but not for ever", async () => {
    assert.deepEqual(await run(2, {}), { waited: [1, 2], attempts: 3, failed: false });
    assert.deepEqual(await run(9, {}), { waited: [1, 2, 4, 8], attempts: 5, failed: true });
  });

  it("must be tried again when the other side asks to", async () => {
    const { waited } = await run(2, { retryAfterSeconds: 7 });
    assert.deepEqual(waited, [7, 7]);
  });

  it("must fail at once where the wait would be too long, or the failure does not pass", async () => {
    assert.deepEqual(await run(1, { retryAfterSeconds: 3600 }), { waited: [], attempts: 1, failed: true });
    assert.deepEqual(await run(1, undefined), { waited: [], attempts: 1, failed: true });
  });

  it("must wait no longer than its budget in all", async () => {
    const { waited } = await run(9, { retryAfterSeconds: 4 }, { budgetSeconds: 10 });
    assert.deepEqual(waited, [4, 4]);
  });

  it("must be tried only as often as its kind of failure is worth", async () => {
    assert.equal((await run(9, { attempts: 2 })).attempts, 2);
  });

  it("must say what it waits for", async () => {
    const said: number[] = [];
    await run(2, {}, { onWait: (seconds) => said.push(seconds) });
    assert.deepEqual(said, [1, 2]);
  });

  it("must stop waiting when it is cancelled", async () => {
    const cancel = new AbortController();
    const waiting = retrying(() => Promise.reject(new Error("busy")), {
      signal: cancel.signal,
      transience: () => ({ retryAfterSeconds: 50 }),
      onWait: () => setImmediate(() => cancel.abort()),
    });
    await assert.rejects(waiting, { name: "AbortError" });
  });
});

describe("A Retry-After header", () => {
  it("must be read as seconds and as a date", () => {
    const now = Date.parse("Wed, 21 Oct 2015 07:28:00 GMT");
    assert.equal(retryAfter("120", now), 120);
    assert.equal(retryAfter("Wed, 21 Oct 2015 07:28:30 GMT", now), 30);
    assert.equal(retryAfter("Wed, 21 Oct 2015 07:00:00 GMT", now), 0);
    assert.equal(retryAfter("soon", now), undefined);
    assert.equal(retryAfter(undefined, now), undefined);
  });
});
