import type { TestHost } from "../../support/host";
import { leftovers } from "../leftovers";

/** What is on a host, with an engine or without. */
export async function onHost(host: TestHost): Promise<readonly string[]> {
  if (await answers(host)) {
    return (await leftovers(host)).map((line) => line.replace(/^(image .+):[0-9a-f]{12}$/, "$1:<content>"));
  }
  const script = `command -v dockerd >/dev/null && echo "engine installed" || echo "no engine"
find /var/lib/moorage /etc/moorage -type f 2>/dev/null | sort`;
  return (await host.exec(["sh", "-c", script])).split("\n");
}

/** Clears the host of what a row has left on it, so that the next one finds it as new. */
export async function wipe(host: TestHost): Promise<void> {
  if (await answers(host)) await host.exec(["sh", "-euc", WIPE_ENGINE]);
  await host.exec(["rm", "-rf", "/var/lib/moorage"]);
}

const WIPE_ENGINE = `
for kind in container network volume image; do
  case $kind in
    container) list="docker ps --all --quiet" ;;
    network) list="docker network ls --quiet --filter type=custom" ;;
    volume) list="docker volume ls --quiet" ;;
    image) list="docker image ls --all --quiet" ;;
  esac
  found=$($list | sort -u)
  [ -z "$found" ] || docker $kind rm $([ $kind = network ] || echo --force) $found >/dev/null
done`;

async function answers(host: TestHost): Promise<boolean> {
  return (await host.capture(["docker", "version"])).code === 0;
}
