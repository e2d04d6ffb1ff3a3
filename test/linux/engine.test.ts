import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../providers/linux/daemon-json";
import type { WantedSettings } from "../../providers/linux/daemon-settings";
import { ensureEngine } from "../../providers/linux/engine";
import type { MachineFacts, OsRelease } from "../../providers/linux/facts";
import { type ScriptedCommand, ScriptedRemote } from "./scripted-remote";

/** A file of `cases/engine`: the machine, what is wanted of it, and what must happen. */
interface Case {
  readonly title: string;
  readonly facts: Partial<Omit<MachineFacts, "os">> & {
    readonly os?: { readonly [Key in keyof OsRelease]?: OsRelease[Key] | null };
  };
  readonly install?: boolean;
  readonly wanted?: JsonObject;
  readonly formerlyWanted?: JsonObject;
  readonly insecureRegistries?: NonNullable<WantedSettings["insecureRegistries"]>;
  /** What the engine answers, one after the other; the last one holds. */
  readonly answers: readonly boolean[];
  /** Whether the time for it is over from the beginning. */
  readonly overdue?: boolean;
  readonly commands: readonly ScriptedCommand[];
  /** All of the progress that is reported, or else some of it. */
  readonly progress?: readonly string[];
  readonly error?: { readonly name: string; readonly message: string };
}

const BOOKWORM: MachineFacts = {
  os: {
    id: "debian",
    idLike: [],
    versionId: "12",
    codename: "bookworm",
    prettyName: "Debian GNU/Linux 12 (bookworm)",
  },
  architecture: "x86_64",
  kernel: "6.1.0",
  cpus: 2,
  memoryBytes: 2 ** 30,
  init: "systemd",
  dockerd: undefined,
  hasUnfinishedInstall: false,
  hasCloudInit: false,
  hostId: undefined,
};

const folder = join(__dirname, "cases", "engine");

describe("the engine of a machine", () => {
  for (const file of readdirSync(folder).sort()) {
    const { title, ...scenario } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Case;
    it(`${title} (${file})`, () => check(scenario));
  }
});

async function check(scenario: Omit<Case, "title">): Promise<void> {
  const remote = new ScriptedRemote(scenario.commands);
  const said: string[] = [];
  const { insecureRegistries } = scenario;
  const answers = [...scenario.answers];
  const work = ensureEngine(
    {
      remote,
      facts: { ...BOOKWORM, ...scenario.facts, os: osOf(scenario.facts) },
      deadline: scenario.overdue === true ? 0 : Date.now() + 60_000,
      signal: new AbortController().signal,
      progress: (message) => said.push(message),
      pause: () => Promise.resolve(),
    },
    () => Promise.resolve((answers.length > 1 ? answers.shift() : answers[0]) === true),
    {
      install: scenario.install ?? true,
      settings: {
        wanted: scenario.wanted ?? {},
        formerlyWanted: scenario.formerlyWanted ?? {},
        ...(insecureRegistries === undefined ? {} : { insecureRegistries }),
      },
    },
  );
  const { error } = scenario;
  if (error === undefined) await work;
  else
    await assert.rejects(
      work,
      (thrown: Error) => thrown.name === error.name && thrown.message.includes(error.message),
    );
  remote.assertDone();
  if (scenario.progress !== undefined) assert.deepEqual(said, scenario.progress);
}

/** JSON has no undefined. */
function osOf({ os = {} }: Case["facts"]): OsRelease {
  const given = Object.entries(os).map(([key, value]) => [key, value ?? undefined]);
  return { ...BOOKWORM.os, ...(Object.fromEntries(given) as Partial<OsRelease>) };
}
