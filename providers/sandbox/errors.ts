import { UserError } from "../errors";

/** The image of the sandboxes could not be made. */
export class SandboxImageError extends UserError {
  override readonly name = "SandboxImageError";
}

/** A sandbox was started and does not answer SSH. */
export class SandboxBootError extends UserError {
  override readonly name = "SandboxBootError";
}

/** The local engine's disk is full. */
export class LocalSpaceError extends UserError {
  override readonly name = "LocalSpaceError";
}

/** A port of this machine is taken. */
export class LocalPortTakenError extends UserError {
  override readonly name = "LocalPortTakenError";
}

/** There is no way to the engine of this machine. */
export class LocalEngineError extends UserError {
  override readonly name = "LocalEngineError";
}

/** The error of a refusal for want of room; undefined where it is for something else. */
export function noRoom(reason: string, host: string, cause?: unknown): LocalSpaceError | undefined {
  if (!/no space left on device|disk quota exceeded/i.test(reason)) return undefined;
  return new LocalSpaceError(
    `No space is left for the engine on ${host}: ${reason}. ` +
      `\`docker system df\` says what takes it, and \`docker system prune\` gives back what is not in use.`,
    { cause },
  );
}
