import { describeDefect } from "./failure";
import { startServer, type ServerOptions } from "./server";

/** The engine's address among the arguments of the plugin; flags of the engine's own, such as `-v=9`, come before. */
export function engineAddressOf(argv: readonly string[]): string | undefined {
  return argv.findLast((argument) => !argument.startsWith("-"));
}

/** The engine kills a plugin that lives on 5 s after it was asked to end. */
const graceMilliseconds = 3500;

/** Without an engine nobody waits for an answer, and its lock on the stack may be broken any moment. */
const orphanGraceMilliseconds = 800;

/**
 * Serves one engine from this process until it is told to end or the engine is gone, and tells the port on standard
 * output, as the engine expects it.
 */
export async function runPlugin(options: ServerOptions): Promise<void> {
  const server = await startServer(options);
  let isEnding = false;
  const end = (reason: string, grace: number): void => {
    if (isEnding) return;
    isEnding = true;
    // Whatever hangs on, such as a connection that does not close, must not keep the process.
    setTimeout(() => process.exit(1), grace + 500).unref();
    void server.stop(reason, grace).then(() => process.exit(0));
  };
  process.on("SIGINT", () => end("interrupted", graceMilliseconds));
  process.on("SIGTERM", () => end("terminated", graceMilliseconds));
  // Left alone, Node prints an error with all that it holds, and the engine shows it.
  process.on("uncaughtException", (error) => {
    process.stderr.write(`${server.clean(describeDefect(error))}\n`);
    process.exit(1);
  });
  server.onEngineGone(() => end("the engine is gone", orphanGraceMilliseconds));
  process.stdout.write(`${server.port}\n`);
}
