import { waitFor } from "../../support/setup/wait-for";
import type { InterruptionOptions } from "./interruption";
import type { Machine, Process } from "./machine";

/** What befalls a process of a machine. */
export type Disturbance = (
  machine: Machine,
  process: () => Process,
) => Pick<InterruptionOptions, "blow" | "isFinal">;

/** The process dies when a call has been answered. */
export const kill: Disturbance = () => ({ isFinal: true, blow: (call) => call() });

/** The SSH connection breaks while a call is under way. The process lives on, and may connect again. */
export const cut: Disturbance = (_machine, process) => ({
  isFinal: false,
  async blow(call) {
    const { line } = process();
    const before = line.bytesSent;
    let isAnswered = false;
    const answer = call().finally(() => (isAnswered = true));
    const settled = answer.then(
      () => undefined,
      () => undefined,
    );
    const isUnderWay = async () => (isAnswered || line.bytesSent > before ? true : undefined);
    await waitFor("the request on the line", isUnderWay, { everyMs: 1 });
    line.cut();
    await settled;
    return answer;
  },
});

/** The engine goes down and comes up again when a call has been answered. */
export const restart: Disturbance = (machine) => ({
  isFinal: false,
  async blow(call) {
    const answer = await call();
    await machine.restartEngine();
    return answer;
  },
});
