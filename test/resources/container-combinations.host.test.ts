import fc from "fast-check";
import { SUITES } from "../support/hosts/base-image";
import type { LocalHost } from "./engine-context";
import { combinations, testCombination } from "./container-options/combination-test";
import { engineOf, HOST_DISK } from "./container-options/engine-of";
import { PREFIX, prepare } from "./container-options/option-suite";
import type { OnEngine } from "./container-options/option-test";

/** Whether many are tried out on every engine: `npm run test:options`. */
const isWhole = process.env["MOORAGE_OPTIONS"] === "all";
const seed = Number(process.env["MOORAGE_SEED"] ?? (isWhole ? Date.now() % 1_000_000 : 1));
const numRuns = isWhole ? 100 : 5;

for (const suite of isWhole ? ([...SUITES, "sid"] as const) : (["bullseye"] as const)) {
  describe(`options of a container together, on an engine of Debian ${suite}, seed ${seed}`, function () {
    this.timeout(3_600_000);
    let host: LocalHost;
    let on: OnEngine;

    before(async () => {
      host = await engineOf(suite, PREFIX);
      on = { ...(await prepare(host)), disk: HOST_DISK, whole: true };
    });
    after(() => host?.close());

    it("must be found as they were set, changed as foretold, and gone back to their defaults", async () => {
      // A run on a real engine is too long to look for a smaller one that fails.
      const property = fc.asyncProperty(combinations(on), (each) => testCombination(on, each));
      await fc.assert(property, { seed, numRuns, endOnFailure: true });
    });
  });
}
