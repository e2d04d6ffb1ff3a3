import type { StoredCheckpoint } from "./find-checkpoint";
import type { FoundLock, LockOptions } from "./lock";
import type { StackReference } from "./stack-reference";
import type { UpdateRecord } from "./update-record";

/** Where stacks are kept. What is said of "files" holds for the objects of a store as well. */
export interface Backend {
  /** As it was given, for messages: `file://~`. */
  readonly url: string;

  /** All stacks, or those of one project, by name. */
  listStacks(project?: string): Promise<StackReference[]>;

  /** Whether the stack exists. */
  hasStack(stack: StackReference): Promise<boolean>;

  /** @throws StackExistsError */
  createStack(stack: StackReference): Promise<void>;

  /** Removes the stack and its history. @throws StackNotEmptyError unless `force` */
  removeStack(stack: StackReference, options?: RemoveStackOptions): Promise<void>;

  /** Renames the stack, in its resources' URNs too. @throws StackExistsError */
  renameStack(stack: StackReference, to: StackReference): Promise<void>;

  /** The stack's checkpoint, as it is kept. @throws StackNotFoundError */
  readCheckpoint(stack: StackReference): Promise<StoredCheckpoint>;

  /** Takes the stack for a change. @throws StackLockedError */
  lock(stack: StackReference, options?: LockOptions): Promise<StackLock>;

  /** All locks of the stack, and what became of their owners. */
  locks(stack: StackReference): Promise<FoundLock[]>;

  /** Deletes all locks of the stack, whoever holds them, and tells which. */
  cancel(stack: StackReference): Promise<FoundLock[]>;

  /** Writes the checkpoints of a stack that is locked. */
  checkpointWriter(lock: StackLock): CheckpointWriter;

  /** Adds to the stack's history, with a copy of the checkpoint, and makes a backup. */
  recordUpdate(stack: StackReference, update: UpdateRecord): Promise<void>;

  /** The stack's history, newest first. */
  history(stack: StackReference): Promise<UpdateRecord[]>;

  /** The stack's tags. */
  readTags(stack: StackReference): Promise<Record<string, string>>;
  writeTags(stack: StackReference, tags: Record<string, string>): Promise<void>;
}

/** How a stack is removed. */
export interface RemoveStackOptions {
  /** Also with resources in it, which then are nobody's. @default false */
  force?: boolean;
  /** Also its backups, and without a new one. @default false */
  removeBackups?: boolean;
}

/** Holds a stack, so that nobody else changes it: no process of ours, and no CLI. */
export interface StackLock {
  readonly stack: StackReference;
  release(): Promise<void>;
  /** For a process that is about to exit. */
  releaseSync(): void;
}

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
