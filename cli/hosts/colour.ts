import type { Terminal } from "../terminal";

/** Colours of the terminal that are read on dark and on light. */
export type Colour = keyof typeof CODES;

const CODES = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;

/** In the order in which things that are told apart get them. */
export const COLOURS = ["cyan", "yellow", "green", "magenta", "blue"] as const satisfies readonly Colour[];

/** Puts a text into a colour, or leaves it as it is. */
export type Paint = (text: string, colour: Colour | undefined) => string;

/** Paints where a terminal shows it, unless NO_COLOR or TERM=dumb say that it is not wanted. */
export function painter({ stdout, env }: Pick<Terminal, "stdout" | "env">): Paint {
  const isWanted = stdout.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
  return (text, colour) =>
    isWanted && colour !== undefined ? `\u001b[${CODES[colour]}m${text}\u001b[39m` : text;
}
