/** Writes a stack's checkpoint while its lock is held. */
export interface CheckpointWriter {
  /**
   * Puts the checkpoint in the place of the one before. Whatever happens, the one or the other is found whole.
   *
   * @param parts the checkpoint's text, in pieces that are not changed any more
   */
  write(parts: readonly Buffer[]): Promise<void>;
  /** The same for a process that is about to exit. */
  writeSync(parts: readonly Buffer[]): void;
  /** Leaves the files beside the checkpoint as they should be. */
  close(): Promise<void>;
}
