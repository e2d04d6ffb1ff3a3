import type { Input, Output, Terminal } from "../terminal";

/** How large a terminal is, in characters. */
export interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** The size of the terminal that is written to; the usual one where it does not tell. */
export function sizeOf({ rows, columns }: Output): Size {
  return { rows: rows || 24, columns: columns || 80 };
}

/**
 * Hands every key to somebody else until it is given back, Ctrl-C too. It is given back at the latest when the process
 * exits, however that comes about.
 *
 * @param onResize told of each new size
 * @returns gives it back; may be called again
 */
export function takeTerminal({ stdin, stdout }: Terminal, onResize: (size: Size) => void): () => void {
  const listener = (): void => onResize(sizeOf(stdout));
  const giveBack = (): void => {
    stdout.off("resize", listener);
    process.off("exit", giveBack);
    stdin.setRawMode?.(false);
  };
  stdin.setRawMode?.(true);
  stdout.on("resize", listener);
  process.once("exit", giveBack);
  return giveBack;
}

/**
 * Passes on what is typed or piped in, to the end of it.
 * @returns stops that, and lets the process end though more might come
 */
export function passInput(input: Input, to: NodeJS.WritableStream): () => void {
  input.pipe(to);
  // Typed after the command's end, or piped to one that does not read: nobody misses it.
  to.on("error", () => undefined);
  return () => {
    input.unpipe(to);
    input.pause();
  };
}
