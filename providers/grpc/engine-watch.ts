import type { EngineLog } from "./engine-log";

const intervalMilliseconds = 400;

/**
 * Calls back once when the engine is gone: the process that started this one is no more, or the engine's own server
 * was there and does not listen any longer. (A shell between the two may outlive the engine, so that the parent
 * alone does not tell.)
 */
export function watchEngine(log: EngineLog, onGone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent && !log.isEngineLost()) return;
    clearInterval(timer);
    onGone();
  }, intervalMilliseconds);
  timer.unref();
}
