// Mocha's own "spec" report, and the counts as JSON in the file that MOORAGE_TALLY names.
const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

module.exports = class TallyReporter extends reporters.Spec {
  done(failures, callback) {
    const { passes = 0, failures: failed = 0, pending = 0 } = this.stats;
    if (process.env.MOORAGE_TALLY) {
      writeFileSync(process.env.MOORAGE_TALLY, JSON.stringify({ passed: passes, failed, skipped: pending }));
    }
    callback(failures);
  }
};
