import type { Engine } from "../../docker/engine";
import { LONGEST_PATH } from "../../reconcile/container/options/mount-path";
import type { ContainerSpec } from "../../reconcile/container/options/option";
import { UnsupportedOptionError } from "./errors";
import { absentAsUndefined } from "./observe";

/**
 * Rejects with UnsupportedOptionError where a command is the program, as its image has none for it, and is longer than
 * any path: runc would wait for ever. Values may be unknown; an image that is not there yet tells nothing.
 */
export async function assertProgramLength(
  engine: Engine,
  { image, entrypoint, command }: ContainerSpec,
  signal: AbortSignal,
): Promise<void> {
  const program: unknown = command?.[0];
  if (typeof program !== "string" || typeof image !== "string" || entrypoint !== undefined) return;
  const bytes = Buffer.byteLength(program);
  if (bytes <= LONGEST_PATH) return;
  const found = await absentAsUndefined(() => engine.images.inspect(image, signal));
  if (found === undefined || (found.Config?.Entrypoint ?? []).length > 0) return;
  throw new UnsupportedOptionError(
    `command[0] is the program of the container, as ${image} on ${engine.name} has no entry point for it. It must be at ` +
      `most ${LONGEST_PATH} bytes long, as no path is longer: it has ${bytes}.`,
    { property: "command[0]" },
  );
}
