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
