import type { CheckpointWriter } from "./checkpoint-writer";
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

  /** The checkpoint's text, decompressed. @throws StackNotFoundError */
  readCheckpoint(stack: StackReference): Promise<string>;

  /** Takes the stack for a change. @throws StackLockedError */
  lock(stack: StackReference): Promise<StackLock>;

  /** Writes the stack's checkpoints; only who holds its lock may. */
  checkpointWriter(stack: StackReference, lock: StackLock): Promise<CheckpointWriter>;

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
