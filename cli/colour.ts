import type { Terminal } from "./terminal";

/** Colours of the terminal that are read on dark and on light, and the two ways to weigh a text. */
export type Colour = keyof typeof CODES;

/** What begins each, and what ends it. */
const CODES = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
  bold: [1, 22],
  dim: [2, 22],
} as const;

/** In the order in which things that are told apart get them. */
export const COLOURS = ["cyan", "yellow", "green", "magenta", "blue"] as const satisfies readonly Colour[];

/** Puts a text into a colour, or leaves it as it is. */
export type Paint = (text: string, colour: Colour | undefined) => string;

/** Paints where a terminal shows it, and where the environment does not say otherwise. */
export function painter(terminal: Pick<Terminal, "stdout" | "env">): Paint {
  return paintIf(isColourWanted(terminal));
}

/** Paints, or leaves every text as it is. */
export function paintIf(isWanted: boolean): Paint {
  return (text, colour) => {
    if (!isWanted || colour === undefined || text === "") return text;
    const [begin, end] = CODES[colour];
    return `\u001b[${begin}m${text}\u001b[${end}m`;
  };
}

/** Whether colours are wanted: FORCE_COLOR says so first, then NO_COLOR, then whether it is a terminal. */
export function isColourWanted({ stdout, env }: Pick<Terminal, "stdout" | "env">): boolean {
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return stdout.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}
