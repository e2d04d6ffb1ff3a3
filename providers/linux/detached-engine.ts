import { shell } from "../ssh/command";
import { quote } from "../ssh/quote";
import type { EngineService } from "./engine-service";
import { type Machine, secondsLeft } from "./machine";
import { ENGINE_LOG, ENGINE_PID_FILE } from "./paths";

// The process id may be a former boot's and belong to somebody else by now.
const FIND = `
pid=$(cat ${ENGINE_PID_FILE} 2>/dev/null)
[ -n "$pid" ] && [ "$(cat /proc/"$pid"/comm 2>/dev/null)" = dockerd ] || pid=
`;

// In a session of its own and with no stream of ours, so that it outlives the connection. It is followed until it has
// written its process id or has ended: from then on the file tells whether it lives.
const startScript = (dockerd: string): string => `${FIND}
[ -z "$pid" ] || exit 0
rm -f ${ENGINE_PID_FILE}
[ ! -e ${ENGINE_LOG} ] || mv -f ${ENGINE_LOG} ${ENGINE_LOG}.1
(umask 077 && : >${ENGINE_LOG})
setsid ${quote(dockerd)} --pidfile ${ENGINE_PID_FILE} </dev/null >>${ENGINE_LOG} 2>&1 &
while kill -0 $! 2>/dev/null && [ ! -s ${ENGINE_PID_FILE} ]; do sleep 0.1; done
`;

// Killed by force it would leave its containers running without a parent.
const STOP = `${FIND}
[ -n "$pid" ] || exit 0
kill "$pid"
while [ "$(cat /proc/"$pid"/comm 2>/dev/null)" = dockerd ]; do sleep 0.1; done
`;

const RELOAD = `${FIND}
[ -z "$pid" ] || kill -HUP "$pid"
`;

const HAS_FAILED = `${FIND}
[ -z "$pid" ]
`;

/** The engine as a process by itself, on a machine without an init system that could start it. */
export function detachedEngine(machine: Machine): EngineService {
  const act = async (script: string, title: string): Promise<void> => {
    await machine.remote.run(shell(script, title), {
      sudo: true,
      signal: machine.signal,
      timeoutSeconds: secondsLeft(machine),
    });
  };
  const start = (): Promise<void> =>
    act(startScript(machine.facts.dockerd ?? "dockerd"), "starting the engine");
  const stop = (): Promise<void> => act(STOP, "stopping the engine");
  return {
    start,
    stop,
    async restart() {
      await stop();
      await start();
    },
    reload: () => act(RELOAD, "reloading the engine"),
    async hasFailed() {
      const options = { sudo: true, signal: machine.signal, allowFailure: true };
      return (await machine.remote.run(shell(HAS_FAILED, "looking for the engine"), options)).exitCode === 0;
    },
    async readLog(lines) {
      const command = ["tail", "-n", String(lines), ENGINE_LOG] as const;
      return (await machine.remote.run(command, { sudo: true, signal: machine.signal, allowFailure: true }))
        .stdout;
    },
  };
}
