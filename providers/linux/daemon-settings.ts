import { shell } from "../ssh/command";
import { readAdded, writeAdded } from "./added-registries";
import {
  changedKeys,
  INSECURE_REGISTRIES,
  isObject,
  type Json,
  type JsonObject,
  isSame,
  mergeInsecureRegistries,
  mergeSettings,
  needsRestart,
  type SettingsAndOurs,
} from "./daemon-json";
import { type Answers, type EngineService, restartEngine, startEngine } from "./engine-service";
import { DaemonSettingsError, EngineStartError } from "./errors";
import type { Machine, Work } from "./machine";
import { DAEMON_JSON } from "./paths";

/** The file of the engine's settings as it is now. */
export interface DaemonFile {
  readonly settings: JsonObject;
  /** Undefined where there is no file. */
  readonly file: { readonly content: string; readonly mode: number; readonly owner: string } | undefined;
}

/** What is wanted of the engine's settings, and what was at the last time. */
export interface WantedSettings {
  readonly wanted: JsonObject;
  readonly formerlyWanted: JsonObject;
  /** Registries that the engine shall reach without a certificate that it trusts. Default: none, and none formerly. */
  readonly insecureRegistries?: {
    readonly wanted: readonly string[];
    /** The file on the machine that says which of them we added to those of others. */
    readonly record: string;
  };
}

type Found = DaemonFile & SettingsAndOurs;

const READ = `[ -e ${DAEMON_JSON} ] || exit 0; stat -c '%a %U:%G' ${DAEMON_JSON} && cat ${DAEMON_JSON}`;
const RELOAD_POLLS = 10;
const RELOAD_LOG_LINES = 30;

type Means = Pick<Work, "remote" | "signal">;

/** Reads the engine's settings. Rejects with DaemonSettingsError where they are not a JSON object. */
export async function readDaemonFile(work: Means): Promise<DaemonFile> {
  const { stdout } = await work.remote.run(shell(READ, `reading ${DAEMON_JSON}`), {
    sudo: true,
    signal: work.signal,
  });
  const [, mode, owner = "", content = ""] = /^(\d+) (\S+)\n([\s\S]*)$/.exec(stdout) ?? [];
  if (mode === undefined) return { settings: {}, file: undefined };
  return {
    settings: parse(content, work.remote.name),
    file: { content, mode: Number.parseInt(mode, 8), owner },
  };
}

/** Whether the file already says what is wanted, and nothing that is wanted no longer. */
export async function isSettled(work: Means, wanted: WantedSettings): Promise<boolean> {
  const found = await look(work, wanted);
  const after = settingsAfter(found, wanted);
  return isSame(found.settings, after.settings) && isSame(found.added, after.added);
}

/**
 * Brings the engine's settings to what is wanted and makes the engine use them: by a reload where that does, else by
 * a restart. If the engine refuses them the former file comes back, and DaemonSettingsError says why.
 */
export async function applyDaemonSettings(
  machine: Machine,
  service: EngineService,
  answers: Answers,
  settings: WantedSettings,
): Promise<void> {
  const before = await look(machine, settings);
  const after = settingsAfter(before, settings);
  const keys = changedKeys(before.settings, after.settings);
  const record = settings.insecureRegistries?.record;
  let noted = before.added;
  if (keys.length > 0) {
    machine.progress(`changing the engine's settings: ${keys.join(", ")}`);
    // What is added is noted before and what is withdrawn is struck off afterwards: a run that is killed between takes
    // nothing of ours for another's.
    noted = [...new Set([...before.added, ...after.added])];
    if (!isSame(noted, before.added)) await writeAdded(machine, record, noted);
    await use(machine, service, answers, { before, after: after.settings, keys, record });
  }
  if (!isSame(noted, after.added)) await writeAdded(machine, record, after.added);
}

async function use(
  machine: Machine,
  service: EngineService,
  answers: Answers,
  change: {
    readonly before: Found;
    readonly after: JsonObject;
    readonly keys: readonly string[];
    readonly record: string | undefined;
  },
): Promise<void> {
  const { before, after, keys, record } = change;
  const content = `${JSON.stringify(after, undefined, 2)}\n`;
  await validate(machine, content);
  await write(machine, before, content);
  try {
    if (!(await answers())) await startEngine(machine, service, answers);
    else if (needsRestart(keys)) await restartEngine(machine, service, answers);
    else await reload(machine, service);
  } catch (error) {
    if (!(error instanceof EngineStartError || error instanceof DaemonSettingsError)) throw error;
    await restore(machine, before);
    await writeAdded(machine, record, before.added);
    await restartEngine(machine, service, answers);
    throw new DaemonSettingsError(
      `The engine refuses its new settings (${keys.join(", ")}); the former ${DAEMON_JSON} is back and the engine runs with it. ${error.message}`,
      { property: "daemon", cause: error },
    );
  }
}

async function look(work: Means, { insecureRegistries }: WantedSettings): Promise<Found> {
  const added = await readAdded(work, insecureRegistries?.record);
  return { ...(await readDaemonFile(work)), added };
}

function settingsAfter({ settings, added }: SettingsAndOurs, request: WantedSettings): SettingsAndOurs {
  const merged = mergeSettings(settings, request.wanted, request.formerlyWanted);
  // A list that is given whole is as it is given.
  if (INSECURE_REGISTRIES in request.wanted) return { settings: merged, added: [] };
  return mergeInsecureRegistries({ settings: merged, added }, request.insecureRegistries?.wanted ?? []);
}

function parse(content: string, host: string): JsonObject {
  if (content.trim() === "") return {};
  try {
    const value = JSON.parse(content) as Json;
    if (isObject(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new DaemonSettingsError(
    `${DAEMON_JSON} on ${host} is not a JSON object, so nothing can be merged into it. Correct the file there, or remove it, and run again.`,
    { property: "daemon" },
  );
}

async function validate(machine: Machine, content: string): Promise<void> {
  const program = machine.facts.dockerd ?? "dockerd";
  const candidate = `${DAEMON_JSON}.moorage-candidate`;
  await machine.remote.run(["mkdir", "-p", "/etc/docker"], { sudo: true, signal: machine.signal });
  await machine.remote.upload(candidate, content, { mode: 0o600, sudo: true, signal: machine.signal });
  const options = { sudo: true, signal: machine.signal, allowFailure: true };
  const { exitCode, stderr } = await machine.remote.run(
    [program, "--validate", "--config-file", candidate],
    options,
  );
  await machine.remote.run(["rm", "-f", candidate], { sudo: true, signal: machine.signal });
  // Engines before 23.0 cannot check a file without using it.
  if (exitCode === 0 || stderr.includes("unknown flag: --validate")) return;
  throw new DaemonSettingsError(
    `The engine on ${machine.remote.name} refuses the settings of \`daemon\`, so nothing was changed: ${stderr.trim()}`,
    { property: "daemon" },
  );
}

async function write(machine: Machine, before: DaemonFile, content: string): Promise<void> {
  const { mode = 0o644, owner = "root:root" } = before.file ?? {};
  await machine.remote.upload(DAEMON_JSON, content, { mode, owner, sudo: true, signal: machine.signal });
}

async function restore(machine: Machine, before: DaemonFile): Promise<void> {
  if (before.file !== undefined) await write(machine, before, before.file.content);
  else await machine.remote.run(["rm", "-f", DAEMON_JSON], { sudo: true, signal: machine.signal });
}

/** A refused reload shows in the engine's log only. */
async function reload(machine: Machine, service: EngineService): Promise<void> {
  const before = await service.readLog(RELOAD_LOG_LINES);
  await service.reload();
  for (let poll = 0; poll < RELOAD_POLLS; poll += 1) {
    const outcome = reloadOutcome(addedLines(before, await service.readLog(RELOAD_LOG_LINES)));
    if (outcome === "done") return;
    if (outcome !== undefined) {
      throw new DaemonSettingsError(
        `The Docker engine on ${machine.remote.name} did not take them over: ${outcome.refused}`,
      );
    }
    await machine.pause(0.2);
  }
  // An engine told to log errors only says nothing of a reload that went well.
}

/** What the engine logged of a reload; undefined while it has not. */
export function reloadOutcome(lines: readonly string[]): "done" | { readonly refused: string } | undefined {
  if (lines.some((line) => line.includes("Reloaded configuration"))) return "done";
  const refused = lines.find((line) => /level=(error|fatal)/.test(line));
  return refused === undefined ? undefined : { refused };
}

function addedLines(before: string, after: string): string[] {
  const known = new Set(before.split("\n"));
  return after.split("\n").filter((line) => !known.has(line));
}
