import { parseArgs } from "node:util";
import { wholeNumber, wholeNumbers } from "../numbers";
import { type Name, names } from "./peer";

export type Mode = "noop" | "up";

export const USAGE = `usage: npm run bench -- noop [--counts 10,50] [--repetitions 5] [--round-trip 20] [--with …]
       npm run bench -- up   [--counts 10,50] [--repetitions 3] [--round-trip 20] [--with …]
  beside pulumi, Docker Compose and Terraform, each with a host of its own behind a long line:
  noop: an \`up\` that changes nothing; up: containers created, one of them changed, all destroyed
  --counts       how many containers
  --repetitions  how often each is measured, besides a run for the memory; the contestants take turns
  --round-trip   of the line, in milliseconds
  --with         who is measured: ${names.join(",")}`;

export interface PeerOptions {
  readonly counts: readonly number[];
  readonly repetitions: number;
  readonly roundTripMs: number;
  /** Who is measured. */
  readonly names: readonly Name[];
}

/** @throws Error on arguments that are not understood */
export function peerOptions(mode: Mode, argv: readonly string[]): PeerOptions {
  const options = {
    counts: { type: "string", default: "10,50" },
    repetitions: { type: "string", default: mode === "noop" ? "5" : "3" },
    "round-trip": { type: "string", default: "20" },
    with: { type: "string", default: names.join(",") },
  } as const;
  const { values } = parseArgs({ args: [...argv], options });
  return {
    // The second of them is the one that changes.
    counts: wholeNumbers(values.counts, 2, USAGE),
    repetitions: wholeNumber(values.repetitions, 1, USAGE),
    roundTripMs: wholeNumber(values["round-trip"], 0, USAGE),
    names: namesIn(values.with),
  };
}

function namesIn(text: string): readonly Name[] {
  const given = text.split(",");
  const unknown = given.find((each) => !(names as readonly string[]).includes(each));
  if (unknown === undefined) return names.filter((name) => given.includes(name));
  throw new Error(`${JSON.stringify(unknown)} is nobody who is measured\n${USAGE}`);
}
