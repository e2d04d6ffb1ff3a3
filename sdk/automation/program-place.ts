import type { ProgramSource } from "../../engine/operations";
import type { PulumiFn } from "./program";

/** Where a program runs, and how its place is given back. */
export interface ProgramPlace {
  readonly source: ProgramSource;
  readonly leave: () => void;
}

/** The folders whose programs run in this process, each with how many times. */
const running = new Map<string, number>();

/**
 * A project's program runs in this process, which is the fastest, unless it needs what a process has only once: an
 * environment of its own, or the working directory while the program of another folder has it.
 */
export function placeOf(
  program: PulumiFn | undefined,
  folder: string,
  envVars: Readonly<Record<string, string>>,
): ProgramPlace {
  if (program !== undefined) return { source: program, leave: () => {} };
  const hasOwnEnvironment = Object.entries(envVars).some(
    ([name, value]) => process.env[name] !== value && !isEngines(name),
  );
  const isTaken = [...running.keys()].some((other) => other !== folder);
  if (hasOwnEnvironment || isTaken) return { source: "child", leave: () => {} };
  running.set(folder, (running.get(folder) ?? 0) + 1);
  return {
    source: "project",
    leave: () => {
      const left = (running.get(folder) ?? 1) - 1;
      if (left === 0) running.delete(folder);
      else running.set(folder, left);
    },
  };
}

/** What the engine reads itself says nothing to a program. */
function isEngines(name: string): boolean {
  return name.startsWith("PULUMI_");
}
