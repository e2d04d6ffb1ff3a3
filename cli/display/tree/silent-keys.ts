import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import type { Terminal } from "../../terminal";
import type { Clock } from "./pace";

/** A display that is over sooner is not worth a process. */
const AFTER_MILLISECONDS = 500;

/** Ends with 0 where it has done it: only in the foreground, and where keys are shown. */
const SILENCE = `case "$(ps -o stat= -p $PPID)" in *+*) ;; *) exit 1 ;; esac
case " $(stty -a) " in *" -echo "*) exit 1 ;; esac
stty -echo`;

/** From the background it would stop all of us. */
const RESTORE = `trap "" TTOU; stty echo`;

/**
 * Keeps the terminal from showing what is typed: an Enter would move the cursor from under what is drawn. Ctrl-C is
 * heard as before. It is undone at the latest when the process exits; shells undo it after one that was killed.
 *
 * @returns undoes it
 */
export function silenceKeys({ stdin }: Terminal, clock: Clock): () => Promise<void> {
  if (stdin !== process.stdin || stdin.isTTY !== true) return () => Promise.resolve();
  let isSilent = false;
  let silenced: Promise<void> | undefined;
  const restore = (): void => {
    if (isSilent) spawnSync("sh", ["-c", RESTORE], { stdio: ["inherit", "ignore", "ignore"] });
    isSilent = false;
  };
  const cancel = clock.after(AFTER_MILLISECONDS, () => {
    // Until the contrary is known: the process may exit at any time.
    isSilent = true;
    process.once("exit", restore);
    const child = spawn("sh", ["-c", SILENCE], { stdio: ["inherit", "ignore", "ignore"] });
    silenced = hasSucceeded(child).then((isDone) => void (isSilent = isDone));
  });
  return async () => {
    cancel();
    await silenced;
    process.off("exit", restore);
    restore();
  };
}

function hasSucceeded(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    child.once("error", () => resolve(false)).once("exit", (code) => resolve(code === 0));
  });
}
