import { join } from "node:path";
import { directClients } from "../../../engine/monitor/direct-client";
import { Monitor } from "../../../engine/monitor/monitor";
import { SourcePositions } from "../../../engine/monitor/source-positions";
import { runProgram, type Program, type ProgramContext } from "../../../engine/program/run-program";
import { loadSdk } from "../../../engine/program/sdk";
import { noSecrets } from "../../../engine/secret-filter";
import { FakeRegistrar } from "./fake-registrar";

const root = join(__dirname, "../../..");

/** One run of a program against a registrar that only takes notes. */
export interface InlineRun {
  readonly registrar: FakeRegistrar;
  readonly monitor: Monitor;
  /** Settles when the program has ended. */
  readonly ended: Promise<void>;
  readonly stop: AbortController;
}

/** Runs a program, or a function as one, in this process. */
export function runInline(
  program: Program | (() => unknown),
  given: Partial<ProgramContext> & { registrar?: FakeRegistrar } = {},
): InlineRun {
  const { registrar = new FakeRegistrar(), ...overrides } = given;
  const context: ProgramContext = {
    organization: "organization",
    project: "shop",
    stack: "dev",
    rootFolder: root,
    dryRun: false,
    parallel: 16,
    config: {},
    configSecretKeys: [],
    ...overrides,
  };
  const monitor = new Monitor({
    context,
    folder: root,
    positions: positionsOf(program),
    defaultProviders: {},
    address: () => Promise.reject(new Error("there is no server here")),
  });
  monitor.attach(registrar);
  // Nothing is done after the program, so it may end at once.
  void monitor.ended.then(() => monitor.release());
  const stop = new AbortController();
  const clients = directClients(monitor);
  const ended = runProgram(
    loadSdk(root),
    typeof program === "function" ? { inline: program } : program,
    context,
    {
      ...clients,
      isWorking: () => false,
      callbackPatience: 1000,
      filter: noSecrets,
      warn: (message) => registrar.log({ severity: "warning", message }),
      stopped: stop.signal,
    },
  );
  return { registrar, monitor, ended, stop };
}

function positionsOf(program: Program | (() => unknown)): SourcePositions {
  if (typeof program === "function" || !("entry" in program)) return new SourcePositions(root);
  const { entry, transpiler } = program;
  return new SourcePositions(entry.folder, (file, line, column) =>
    transpiler?.originalPosition(file, line, column),
  );
}
