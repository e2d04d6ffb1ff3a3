import { resolve } from "node:path";
import type * as Operations from "../../engine/operations";
import type { OperationKind, OperationResult } from "../../engine/operations";
import type { EngineEvent } from "../../engine/events/engine-event";
import { asCommand, CanceledError, CommandError } from "./errors";
import { environmentOf, type Home } from "./home";
import type { OperationOptions } from "./options";
import { ownProvider, type OnPlanned } from "./own-provider";
import { PlainLines } from "./plain-lines";
import type { PulumiFn } from "./program";
import { placeOf } from "./program-place";

/** Loaded by the first operation: configuration and outputs are read without it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- import() of a CommonJS module waits for a loader that nothing else here needs
const engine = () => require("../../engine/operations") as typeof Operations;

/** What is to be done, in the engine's words. */
export interface Order {
  readonly kind: OperationKind;
  readonly stack: string;
  /** The workspace's program; undefined for the project's own. */
  readonly program: PulumiFn | undefined;
  readonly options: Omit<OperationOptions, "onEvent"> & {
    readonly expectNoChanges?: boolean;
    readonly onEvent?: ((event: EngineEvent) => void) | undefined;
  };
  /** What only this kind of operation knows. */
  readonly engine?: Partial<Operations.OperationOptions>;
  /** In the place of Moorage's own provider. */
  readonly provider?: typeof ownProvider;
  /** Hears in a preview what Moorage's provider would do. */
  readonly onPlanned?: OnPlanned;
}

/** What was done. */
export interface Done extends OperationResult {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Does something to a stack.
 *
 * @throws ConcurrentUpdateError, StackNotFoundError, CanceledError, CommandError
 */
export async function operate(home: Home, order: Order): Promise<Done> {
  const { options } = order;
  const lines = new PlainLines(options);
  const faults: unknown[] = [];
  const result = await asCommand(
    () => run(home, order, lines, faults),
    () => lines,
  );
  // A listener's error is its owner's, and must not end a step half way.
  if (faults.length > 0) throw faults[0];
  const what = `${order.kind} of ${order.stack}`;
  if (result.outcome === "canceled") throw new CanceledError(`the ${what} was canceled`, lines);
  if (result.outcome === "failed") throw failure(what, lines, result.programError);
  const changed = Object.keys(result.changes).filter((op) => op !== "same");
  if (options.expectNoChanges === true && changed.length > 0) {
    const counts = changed.map((op) => `${result.changes[op as keyof typeof result.changes]} ${op}`);
    throw new CommandError(
      `no changes were expected of the ${what}, and there are some: ${counts.join(", ")}`,
      lines,
    );
  }
  return { ...result, stdout: lines.stdout, stderr: lines.stderr };
}

/** All that an operation on one of a workspace's stacks needs. */
export function openStackFor(
  home: Home,
  stack: string,
  more: Pick<Operations.StackLocation, "runsProgram" | "packages" | "upcoming"> = {},
): Promise<Operations.OperationTarget> {
  const environment = environmentOf(home);
  return engine().openStack({ folder: home.workDir, stack, environment, command: "moorage", ...more });
}

async function run(
  home: Home,
  { kind, stack, program, options, engine: more, provider = ownProvider, onPlanned }: Order,
  lines: PlainLines,
  faults: unknown[],
): Promise<OperationResult> {
  const { runOperation } = engine();
  const environment = environmentOf(home);
  const place = placeOf(program, resolve(home.workDir), home.envVars);
  const hear = (event: EngineEvent): void => {
    try {
      lines.take(event);
      options.onEvent?.(event);
    } catch (error) {
      faults.push(error);
    }
  };
  try {
    const runsProgram = place.source === "project" && (kind === "update" || kind === "preview");
    const operation: Operations.OperationOptions = {
      program: place.source,
      parallel: options.parallel,
      message: options.message,
      targets: options.target,
      targetDependents: options.targetDependents,
      excludes: options.exclude,
      excludeDependents: options.excludeDependents,
      runProgram: options.runProgram ?? isOn(environment["PULUMI_RUN_PROGRAM"]),
      lock: { takeOver: options.takeOver ?? false },
      signal: options.signal,
      providers: { moorage: provider(environment, onPlanned) },
      onEvent: hear,
      environment,
      ...more,
    };
    const upcoming = { kind, options: operation };
    const target = await openStackFor(home, stack, { runsProgram, packages: ["moorage"], upcoming });
    return await runOperation(kind, target, operation);
  } finally {
    place.leave();
  }
}

function failure(what: string, lines: PlainLines, cause: unknown): CommandError {
  const errors = lines.diagnostics.filter(({ severity }) => severity === "error");
  const said = errors.map(({ message, urn }) => `  ${urn === undefined ? "" : `${urn}: `}${message}`);
  return new CommandError([`the ${what} failed:`, ...said].join("\n"), lines, { cause });
}

/** As the CLI reads its variables. */
function isOn(value: string | undefined): boolean {
  return value !== undefined && ["1", "t", "true"].includes(value.toLowerCase());
}
