import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { filterPrints } from "../../../engine/program/filter-prints";
import type { SdkStore } from "../../../engine/program/seam";
import { noSecrets, secretFilter } from "../../../engine/secret-filter";

const sdk = globalThis as { asyncLocalStorage?: AsyncLocalStorage<SdkStore> };

describe("what a run of a program prints", () => {
  const store = {} as SdkStore;
  const filter = secretFilter(["hush"]);
  const { asyncLocalStorage } = sdk;
  // The tests' own report goes to the other one.
  const { stderr, stdout } = process;
  let own: readonly (typeof stderr.write)[];
  let written: (string | Uint8Array)[];

  beforeEach(() => {
    written = [];
    own = [stderr.write, stdout.write];
    stderr.write = (chunk: string | Uint8Array) => written.push(chunk) > 0;
    sdk.asyncLocalStorage = new AsyncLocalStorage();
  });
  afterEach(() => {
    [stderr.write, stdout.write] = own as [typeof stderr.write, typeof stdout.write];
    if (asyncLocalStorage) sdk.asyncLocalStorage = asyncLocalStorage;
    else delete sdk.asyncLocalStorage;
  });

  /** Writes as a run of a program, and returns what came of it. */
  function printed(...chunks: (string | Uint8Array)[]): (string | Uint8Array)[] {
    sdk.asyncLocalStorage?.run(store, () => {
      for (const chunk of chunks) stderr.write(chunk);
    });
    return written.splice(0);
  }

  it("must have no secret, be it written as text or as bytes", () => {
    filterPrints(store, filter);
    const bytes = new TextEncoder().encode("say hush");
    assert.deepEqual(printed("hush!", Buffer.from("say hush"), bytes).map(String), [
      "[secret]!",
      "say [secret]",
      "say [secret]",
    ]);
  });

  it("must stay as it is where it has none, such as bytes that are no text", () => {
    filterPrints(store, filter);
    const image = Buffer.from([0x89, 0xff, 0xfe, 0x00]);
    assert.equal(printed(image)[0], image);
  });

  it("must be its own: what others print meanwhile stays as it is", () => {
    filterPrints(store, filter);
    stderr.write("hush");
    assert.deepEqual(written.splice(0), ["hush"]);
  });

  it("must go the same way in each of many runs, and not be looked at where there are no secrets", () => {
    filterPrints({} as SdkStore, noSecrets);
    const before = stderr.write;
    filterPrints(store, filter);
    const once = stderr.write;
    for (let run = 0; run < 3; run++) filterPrints({} as SdkStore, filter);
    assert.equal(stderr.write, once);
    assert.notEqual(once, before);
    assert.deepEqual(printed("hush"), ["[secret]"]);
  });
});
