import type { EngineService } from "./engine-service";
import { type Machine, secondsLeft } from "./machine";

const UNIT = "docker.service";
const SOCKET = "docker.socket";

/** The engine as a unit of systemd. */
export function systemdEngine(machine: Machine): EngineService {
  const systemctl = async (args: readonly string[], allowFailure = false): Promise<number> => {
    const { exitCode } = await machine.remote.run(["systemctl", ...args], {
      sudo: true,
      signal: machine.signal,
      timeoutSeconds: secondsLeft(machine),
      allowFailure,
    });
    return exitCode;
  };
  // A unit that failed too often is refused at once, whatever was repaired since; one that is not there has no failures.
  const forgiveFailures = (): Promise<number> => systemctl(["reset-failed", UNIT, SOCKET], true);
  return {
    async start() {
      await forgiveFailures();
      await systemctl(["enable", UNIT]);
      await systemctl(["start", UNIT], true);
    },
    async stop() {
      // Its socket would start it again at the next request; not every engine's packaging has one.
      await systemctl(["stop", SOCKET], true);
      await systemctl(["stop", UNIT]);
    },
    async restart() {
      await forgiveFailures();
      await systemctl(["restart", UNIT], true);
    },
    async reload() {
      await systemctl(["reload", UNIT]);
    },
    async hasFailed() {
      return (await systemctl(["is-failed", "--quiet", UNIT], true)) === 0;
    },
    async readLog(lines) {
      const command = [
        "journalctl",
        "--unit",
        UNIT,
        "--lines",
        String(lines),
        "--output",
        "cat",
        "--no-pager",
      ] as const;
      return (await machine.remote.run(command, { sudo: true, signal: machine.signal, allowFailure: true }))
        .stdout;
    },
  };
}
