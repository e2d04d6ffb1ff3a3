import { EngineError } from "../../engine/errors";
import { UserError } from "../../providers/errors";
import { ProcessHosts } from "../../providers/resources/hosts";
import type { HostSession } from "../../providers/resources/lifecycle";
import type { SshHost } from "../../providers/resources/ssh-host";
import { parseUrn } from "../../providers/resources/urn";
import { SshPool } from "../../providers/ssh/pool";
import { exitCodeOf } from "../exit-codes";
import { Failure } from "../failure";
import type { EndingSignal, Terminal } from "../terminal";
import type { StackOptions } from "../workspace/options";
import { inventoryOf, type Inventory, type InventoryHost } from "./inventory";
import { readStack, type KnownStack } from "./stack";

/** How long a host is dialled before it counts as one that does not answer, as in a preview. */
const DIAL_SECONDS = 5;

/** How a shell tells of a command that a signal ended. */
const SIGNAL_CODES: Readonly<Record<EndingSignal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** What every command of daily work has: a stack as its state says, and a way to its hosts. */
export interface Daily {
  readonly terminal: Terminal;
  readonly stack: KnownStack;
  readonly inventory: Inventory;
  readonly hosts: ProcessHosts;
  /** Aborts on Ctrl-C, when the system asks to end, and when nobody reads the output any more. */
  readonly signal: AbortSignal;
  /** The host with its engine. Rejects with a UserError that says why there is none. */
  open(host: InventoryHost): Promise<HostSession>;
  /** A connection to the host, a new one where the former broke; its engine is not asked. */
  connect(host: InventoryHost): Promise<SshHost>;
}

/**
 * Runs a command of daily work to its exit code, and closes every connection in the end, however it ends.
 * @param failureCode the exit code where it cannot be done, whatever the reason
 * @throws Failure for all that its user has to know
 */
export async function daily(
  options: StackOptions,
  terminal: Terminal,
  command: (daily: Daily) => Promise<number>,
  failureCode?: number,
): Promise<number> {
  const ending = new Ending(terminal);
  let hosts: ProcessHosts | undefined;
  try {
    const stack = await readStack(options, terminal);
    const inventory = inventoryOf(stack.snapshot);
    const { signal } = ending;
    const opened = (hosts = openHosts(stack, inventory, terminal.env));
    return await command({
      terminal,
      stack,
      inventory,
      hosts,
      signal,
      open: ({ link }) => opened.open(link, { purpose: "read", signal }),
      connect: ({ name, link }) =>
        opened.connect(link, {
          purpose: "apply",
          dialTimeoutSeconds: DIAL_SECONDS,
          label: name,
          signal,
        }),
    });
  } catch (error) {
    if (ending.code !== undefined) return ending.code;
    const isForUser = [Failure, UserError, EngineError].some((kind) => error instanceof kind);
    if (!isForUser) throw error;
    const exitCode = failureCode ?? exitCodeOf(error as Error);
    throw new Failure((error as Error).message, { cause: error, exitCode });
  } finally {
    await hosts?.close();
    ending.forget();
  }
}

function openHosts({ credentials }: KnownStack, inventory: Inventory, env: Terminal["env"]): ProcessHosts {
  const environment = {
    home: env["HOME"],
    agentSocket: env["SSH_AUTH_SOCK"],
    dockerHost: env["DOCKER_HOST"],
  };
  const config = { credentials, deleteUnreachable: false, readTimeoutSeconds: DIAL_SECONDS };
  const hosts = new ProcessHosts(config, new SshPool(environment), environment);
  for (const { urn, link } of inventory.hosts) {
    // So that messages call it by its name.
    if (urn !== undefined) hosts.adopt(link, parseUrn(urn), "read");
  }
  return hosts;
}

/** What may end a command from outside. */
class Ending {
  /** The exit code of a command that was ended so. */
  code: number | undefined;
  readonly #controller = new AbortController();
  readonly #listeners: readonly (() => void)[];

  constructor(terminal: Terminal) {
    const signals = Object.entries(SIGNAL_CODES) as [EndingSignal, number][];
    const onSignal = signals.map(([signal, code]) => {
      const listener = (): void => this.#end(code);
      terminal.on(signal, listener);
      return () => terminal.off(signal, listener);
    });
    // Whoever read has what it wanted, as `head` has.
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === "EPIPE") this.#end(0);
    };
    terminal.stdout.on("error", onError);
    // Left in place: what was written last may fail after the command has ended.
    this.#listeners = onSignal;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  forget(): void {
    for (const forget of this.#listeners) forget();
  }

  #end(code: number): void {
    this.code ??= code;
    this.#controller.abort();
  }
}
