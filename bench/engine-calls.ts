import type { TestHost } from "../test/support/host";

const SETTINGS = "/etc/docker/daemon.json";
const NO_RATE_LIMIT = "/etc/systemd/system/docker.service.d/bench.conf";

/** What the engine itself was asked for. */
export interface EngineCalls {
  readonly all: number;
  /** Those about containers, lists of them included. */
  readonly containers: number;
  /** How often each was asked, ids and names left out: `POST /containers/NAME/start`. */
  readonly byKind: Readonly<Record<string, number>>;
}

/** Makes the engine of a host write down every request. */
export async function recordEngineCalls(host: TestHost): Promise<void> {
  await host.exec(["mkdir", "-p", "/etc/docker", "/etc/systemd/system/docker.service.d"]);
  const write = (path: string, content: string) =>
    host.exec(["sh", "-c", `cat >${path}`], { input: content });
  await write(SETTINGS, JSON.stringify({ debug: true }));
  await write(NO_RATE_LIMIT, "[Service]\nLogRateLimitIntervalSec=0\n");
  await host.exec(["systemctl", "daemon-reload"]);
  await host.exec(["systemctl", "restart", "docker"]);
}

/** The requests since this was last asked. */
export async function takeEngineCalls(host: TestHost): Promise<EngineCalls> {
  await host.exec(["journalctl", "--sync"]);
  const log = await host.exec([
    ...["journalctl", "--unit=docker", "--output=cat", "--no-pager"],
    "--cursor-file=/run/bench-cursor",
  ]);
  return countEngineLog(log);
}

function countEngineLog(log: string): EngineCalls {
  const kinds = [...log.matchAll(/msg="Calling ([A-Z]+) (?:\/v[\d.]+)?(\/[^\s"?]*)/g)].map(
    ([, method = "", path = ""]) => `${method} ${withoutNames(path)}`,
  );
  const byKind: Record<string, number> = {};
  for (const kind of kinds) byKind[kind] = (byKind[kind] ?? 0) + 1;
  return {
    all: kinds.length,
    containers: kinds.filter((kind) => kind.includes(" /containers")).length,
    byKind,
  };
}

/** `/containers/web/start` as `/containers/NAME/start`; the words that stand where a name could are kept. */
function withoutNames(path: string): string {
  return path.replace(
    /^\/(containers|images|networks|volumes)\/(?!(?:json|create|load|prune)$).+?(\/json|\/\w+)?$/,
    "/$1/NAME$2",
  );
}
