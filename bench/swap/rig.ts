import { createReadStream } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { archives } from "../../test/support/archive";
import { startHost, type TestHost } from "../../test/support/host";
import { layer } from "../../test/support/images/image";
import { run } from "../../test/support/setup/command";
import { ensureCompose } from "../../test/support/setup/compose";
import { goEnvironment } from "../../test/support/setup/go-program";
import { waitFor } from "../../test/support/setup/wait-for";
import { folder } from "../plugins";
import { readPolls, type Seen, seenIn } from "./polls";

/** The image of all containers, the client's too; it is on the host before anything begins. */
export const IMAGE = "moorage-bench/swap:latest";
/** The network that all of them are on. */
export const NETWORK = "front";
const CLIENT = "bench-client";

/** A throwaway host with an engine, Docker Compose, the image and the network. */
export interface SwapRig {
  readonly host: TestHost;
  /** The engine's version. */
  readonly engine: string;
  /**
   * Asks a URL every 10 ms from the host while an act goes on, until the new version answers. A name is looked up in
   * the network, 127.0.0.1 is the host's.
   */
  watch(url: string, versions: { before: string; after: string }, act: () => Promise<void>): Promise<Seen>;
  remove(): Promise<void>;
}

export async function startSwapRig(): Promise<SwapRig> {
  const compose = await ensureCompose();
  const host = await startHost({ flavour: "docker" });
  try {
    await loadImage(host);
    await host.exec(["docker", "network", "create", NETWORK]);
    const install = [
      "sh",
      "-c",
      "cat >/usr/local/bin/docker-compose && chmod +x /usr/local/bin/docker-compose",
    ];
    await host.exec(install, { input: createReadStream(compose) });
    const engine = await host.exec(["docker", "version", "--format", "{{.Server.Version}}"]);
    return { host, engine, watch: (...task) => watch(host, ...task), remove: () => host.remove() };
  } catch (error) {
    await host.remove();
    throw error;
  }
}

async function loadImage(host: TestHost): Promise<void> {
  const program = join(folder, "swap-server");
  await mkdir(folder, { recursive: true });
  await run(["go", "build", "-ldflags=-s -w", "-o", program, "."], {
    cwd: join(__dirname, "server"),
    env: goEnvironment,
  });
  const images = await archives();
  try {
    const content = await layer([{ path: "server", content: await readFile(program), mode: 0o755 }]);
    const image = { name: IMAGE, layers: [content], defaults: { Cmd: ["/server"] } };
    await host.exec(["docker", "load"], { input: createReadStream(await images.save("swap", image)) });
  } finally {
    await images.discard();
  }
}

async function watch(
  host: TestHost,
  url: string,
  { before, after }: { before: string; after: string },
  act: () => Promise<void>,
): Promise<Seen> {
  const network = url.includes("127.0.0.1") ? "host" : NETWORK;
  const polls = async () => readPolls(await host.exec(["docker", "logs", CLIENT]));
  const answers = (version: string) => () =>
    polls().then((all) => (all.at(-1)?.answer === version ? true : undefined));
  const run = ["docker", "run", "--detach", "--name", CLIENT, "--network", network, IMAGE];
  await host.exec([...run, "/server", "poll", url]);
  try {
    await waitFor(`version ${before}`, answers(before));
    await act();
    await waitFor(`version ${after}`, answers(after));
    await host.exec(["docker", "stop", CLIENT]);
    return seenIn(await polls(), before, after);
  } finally {
    await host.exec(["docker", "rm", "--force", CLIENT]);
  }
}
