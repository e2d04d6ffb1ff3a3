import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Writable } from "node:stream";
import type { EndingSignal, Terminal } from "../terminal";

/** The pipe from this process, which closes at its end, however that comes. */
const PIPE = 3;

/** Only in the foreground, and where keys are shown. */
const SILENCE = `
case "$(ps -o stat= -p $PPID)" in *+*) case " $(stty -a) " in *" -echo "*) ;;
  *) stty -echo && silent=$(stty -g) ;; esac ;; esac`;

/** A shell that has the terminal again has set it for itself. */
const RESTORE = `[ -n "$silent" ] && [ "$(stty -g)" = "$silent" ] && stty echo`;

/**
 * It is in the same process group, so the terminal's signals come to it, too: its end, or Ctrl-C for the second time.
 * Whoever has not said that it has heard them, by USR1 and USR2, hears nothing any more.
 */
const guard = (isSilent: boolean): string => `
signals=0
trap 'signals=$((signals+2))' HUP
trap 'signals=$((signals+1))' INT
trap 'signals=$((signals-1))' USR1
trap 'signals=$((signals-2))' USR2
trap "" QUIT TTIN TTOU
${isSilent ? SILENCE : ""}
(trap "" HUP INT; exec cat) <&${PIPE} >/dev/null & pipe=$!
while kill -0 $pipe; do
  wait $pipe
  [ $signals -ge 2 ] || continue
  sleep 3 & wait $!
  [ $signals -ge 2 ] && [ "$(ps -o ppid= -p $$)" -eq $PPID ] && kill -KILL $PPID
done
${RESTORE}`;

/** What watches over the terminal of a command in its place. */
export interface TerminalGuard {
  /** A signal was heard: it need not be acted on by anybody else. */
  hear(signal: EndingSignal): void;
  /** Leaves the terminal as it was. */
  end(): Promise<void>;
}

/**
 * Watches over a terminal from a process of its own. It keeps the terminal from showing what is typed, as an Enter
 * would move the cursor from under what is drawn; that is undone at the end of this process, even if it is killed. And
 * it ends this process when its terminal is gone, or Ctrl-C is pressed twice, where that is not heard: in a program's
 * loop without an end.
 */
export function guardTerminal({ stdin, stdout }: Terminal): TerminalGuard {
  if (stdin !== process.stdin || stdin.isTTY !== true) return { hear() {}, end: () => Promise.resolve() };
  const isSilent = stdout.isTTY === true;
  const child = spawn("sh", ["-c", guard(isSilent)], { stdio: ["inherit", "ignore", "ignore", "pipe"] });
  const pipe = child.stdio[PIPE] as Writable & { unref?(): void };
  // Without a shell nobody watches.
  child.on("error", () => {}).unref();
  pipe.on("error", () => {});
  pipe.unref?.();
  // On its way out, Node itself leaves the terminal as it found it.
  const atExit = (): void => void child.kill("SIGKILL");
  process.once("exit", atExit);
  return {
    hear(signal) {
      // No terminal sends SIGTERM.
      if (signal !== "SIGTERM") child.kill(signal === "SIGHUP" ? "SIGUSR2" : "SIGUSR1");
    },
    async end() {
      const ended = hasEnded(child) ? undefined : once(child, "exit");
      child.ref();
      pipe.end();
      await ended?.catch(() => undefined);
      process.off("exit", atExit);
    },
  };
}

function hasEnded({ exitCode, pid, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}
