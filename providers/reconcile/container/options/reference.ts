import type { ContainerSpec, Defaults } from "./option";

const PREFIX = "container:";

/** The other containers that a spec names. */
export function containersNamed({ ipcMode, pidMode, networks = [] }: ContainerSpec): readonly string[] {
  const modes = [ipcMode, pidMode, ...networks.map(({ network }) => network)];
  return modes.flatMap((mode) =>
    typeof mode === "string" && mode.startsWith(PREFIX) ? [mode.slice(PREFIX.length)] : [],
  );
}

/** One spelling of a mode: the engine puts the id of another container for its name. */
export function resolved(mode: string | undefined, { containerIds }: Defaults): string | undefined {
  if (mode?.startsWith(PREFIX) !== true) return mode;
  const name = mode.slice(PREFIX.length);
  return PREFIX + (containerIds[name] ?? name);
}
