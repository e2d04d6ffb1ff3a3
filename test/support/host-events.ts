import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { TestHost } from "./host";

interface EngineEvent {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
}

/** What a host's engine does, as it tells it itself, past SSH. */
export class HostEvents {
  readonly #process: ChildProcess;
  readonly #listeners = new Set<(event: string) => void>();

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Listens from now on, until `close`. */
  static async of(host: TestHost): Promise<HostEvents> {
    // What happens before the listener is connected is told afterwards.
    const now = await host.exec(["date", "+%s.%N"]);
    const argv = ["exec", host.name, "docker", "events", "--since", now, "--format", "{{json .}}"];
    const process = spawn("docker", argv, { stdio: ["ignore", "pipe", "inherit"] });
    const events = new HostEvents(process);
    createInterface({ input: process.stdout }).on("line", (line) => events.#tell(line));
    return events;
  }

  /** Resolves the moment that the next event is told that begins with these words, e.g. `container create web`. */
  async next(wanted: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const onExit = (): void => reject(new Error(`the engine stopped telling before "${wanted}"`));
      const listener = (event: string): void => {
        if (!`${event} `.startsWith(`${wanted} `)) return;
        this.#listeners.delete(listener);
        this.#process.off("exit", onExit);
        resolve();
      };
      this.#listeners.add(listener);
      this.#process.once("exit", onExit);
    });
  }

  close(): void {
    this.#process.kill();
  }

  #tell(line: string): void {
    const { Type, Action, Actor } = JSON.parse(line) as EngineEvent;
    const event = `${Type} ${Action} ${Actor.Attributes["name"] ?? Actor.ID}`;
    for (const listener of this.#listeners) listener(event);
  }
}
