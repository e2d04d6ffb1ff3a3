import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { mkdir, readFile, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import { announce } from "./announce";
import { cacheFolder } from "./cache";
import { capture, findProgram } from "./command";
import { canInstallPackages, ensurePackages } from "./packages";
import { isAlive } from "./process-alive";
import { waitFor } from "./wait-for";

/** A Docker engine of this machine that answers. */
export interface Engine {
  /** Whether this call started it. */
  readonly isOurs: boolean;
  /** Ends the engine if this call started it; an engine found running is left alone. */
  stop(): Promise<void>;
}

const OVERLAY_MAGIC = 0x794c7630;
const pidFile = () => join(cacheFolder("engine"), "dockerd.pid");
const logFile = () => join(cacheFolder("engine"), "dockerd.log");

/** Uses the engine that the docker CLI reaches, else starts one of our own where that is possible. */
export async function ensureEngine(): Promise<Engine> {
  if (await engineAnswers()) return { isOurs: false, stop: async () => undefined };
  if (process.env["DOCKER_HOST"] !== undefined) {
    throw new Error(`The Docker engine at DOCKER_HOST=${process.env["DOCKER_HOST"]} does not answer.`);
  }
  if (!canInstallPackages()) {
    throw new Error("No Docker engine answers. Start Docker, or run this as root on Debian.");
  }
  await ensurePackages([
    { program: "dockerd", package: "docker.io" },
    { program: "iptables", package: "iptables" },
  ]);
  // From trixie on the client is a package of its own.
  await ensurePackages([{ program: "docker", package: "docker-cli" }]);
  return startEngine();
}

/** Ends the engine that an earlier run started and left running. */
export async function stopEngine(): Promise<void> {
  const pid = await runningPid();
  if (pid === undefined) return;
  announce(`ending our dockerd (pid ${pid})`);
  process.kill(pid, "SIGTERM");
  await waitFor("dockerd to end", async () => (isAlive(pid) ? undefined : true));
}

async function startEngine(): Promise<Engine> {
  if ((await runningPid()) === undefined) await rm(pidFile(), { force: true });
  const dataRoot = await dataRootFolder();
  announce(`starting dockerd (data in ${dataRoot}, log in ${logFile()})`);
  const log = openSync(logFile(), "a");
  const dockerd = spawn(
    findProgram("dockerd") ?? "dockerd",
    [`--data-root=${dataRoot}`, `--pidfile=${pidFile()}`, "--host=unix:///var/run/docker.sock"],
    { detached: true, stdio: ["ignore", log, log] },
  );
  closeSync(log);
  dockerd.unref();
  let ended = false;
  dockerd.once("exit", () => (ended = true));
  await waitFor("dockerd to answer", async () => {
    if (await engineAnswers()) return true;
    if (ended) throw new Error(`dockerd ended at once; its log is ${logFile()}`);
    return undefined;
  });
  // Another run may have started one at the same moment: dockerd's pid file lets only one live.
  return { isOurs: !ended, stop: async () => (ended ? undefined : stopEngine()) };
}

async function engineAnswers(): Promise<boolean> {
  if (findProgram("docker") === undefined) return false;
  return (await capture(["docker", "version", "--format", "{{.Server.Version}}"])).code === 0;
}

/** The engine's layers cannot lie on an overlay, which is what `/` is where this machine is itself a container. */
async function dataRootFolder(): Promise<string> {
  const candidates = [cacheFolder("engine"), "/var/lib", "/var/tmp", "/dev/shm"];
  for (const candidate of candidates.filter((path) => existsSync(path))) {
    if ((await statfs(candidate)).type === OVERLAY_MAGIC) continue;
    const folder = join(candidate, candidate === candidates[0] ? "data" : "moorage-engine");
    await mkdir(folder, { recursive: true });
    return folder;
  }
  throw new Error(`No folder for the engine's data: all of ${candidates.join(", ")} lie on an overlay.`);
}

async function runningPid(): Promise<number | undefined> {
  if (!existsSync(pidFile())) return undefined;
  const pid = Number(await readFile(pidFile(), "utf8"));
  if (!isAlive(pid)) return undefined;
  const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
  return name.trim() === "dockerd" ? pid : undefined;
}
