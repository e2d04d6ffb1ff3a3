import type { TestHost } from "./host";

/** Something that happened to a container. */
export interface EngineEvent {
  /** The machine's clock, nanoseconds since 1970; all throwaway hosts of a machine have the same. */
  readonly at: bigint;
  /** The engine's word: `create`, `stop`, `health_status: healthy`, … */
  readonly what: string;
}

/** The engine's clock, in whole seconds. */
export async function engineTime(host: TestHost): Promise<number> {
  return Number(await host.exec(["date", "+%s"]));
}

/**
 * What happened on a host since a time to the containers whose name begins so (`.new` and `.old` are a swap's), commands
 * run in them left out.
 */
export async function eventsOf(host: TestHost, since: number, name: string): Promise<EngineEvent[]> {
  const until = (await engineTime(host)) + 1;
  const format = "{{.TimeNano}} {{.Actor.Attributes.name}} {{.Action}}";
  const argv = ["docker", "events", "--since", String(since), "--until", String(until), "--format", format];
  const lines = await host.exec([...argv, "--filter", "type=container"]);
  return lines.split("\n").flatMap((line) => {
    const [, at, own = "", what = ""] = /^(\d+) (\S+) (.*)$/.exec(line) ?? [];
    return at === undefined || !own.startsWith(name) || what.startsWith("exec_")
      ? []
      : [{ at: BigInt(at), what }];
  });
}
