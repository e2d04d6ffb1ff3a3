const { writeSync } = require("node:fs");
const { clearInterval, setInterval } = require("node:timers");

/**
 * Loaded before a program in a process of its own. When Node has nothing left to do, the SDK tells the engine that the
 * program asks for nothing more, even if some of its promises have never settled: what waits for these would be taken
 * for removed. An exit code, set before, keeps the SDK from that.
 */

/** Known to run-child.ts. */
const stalledExitCode = 33;

process.once("beforeExit", (code) => {
  const { leakCandidates } = globalThis.globalStore ?? {};
  if (code !== 0 || leakCandidates === undefined || leakCandidates.size === 0) return;
  process.exitCode = stalledExitCode;
});

/** Known to run-child.ts, which reads there what keeps this process going. */
const reportDescriptor = 3;
let reported = "";

/** Tells the engine, whenever that has changed: it says so if nothing else is left. */
function report() {
  const all = process.getActiveResourcesInfo().sort();
  // The SDK's own connection to the engine is always there, and keeps nothing going.
  const others = all.filter((kind) => !/^(TCPSocket|TCP|Pipe)Wrap$/i.test(kind));
  const kinds = (others.length > 0 ? others : all).join(" ");
  if (kinds === reported) return;
  reported = kinds;
  try {
    writeSync(reportDescriptor, `${kinds}\n`);
  } catch {
    // The engine is gone, or the program has closed what it does not know.
    clearInterval(timer);
  }
}

const timer = setInterval(report, 1000);
timer.unref();
