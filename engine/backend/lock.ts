import { randomUUID } from "node:crypto";
import { inTurn } from "../in-turn";
import type { StackLock } from "./backend";
import { BackendError } from "./backend-error";
import type { Bucket } from "./bucket";
import { locksFolder } from "./layout";
import { ownerState, thisOwner, type LockOwner, type OwnerState } from "./lock-owner";
import { fullStackName, type StackReference } from "./stack-reference";

/** A lock that is in the way. */
export interface FoundLock {
  readonly key: string;
  /** Undefined if the file does not tell. */
  readonly owner: LockOwner | undefined;
  readonly state: OwnerState;
}

/** Somebody else holds the stack. */
export class StackLockedError extends BackendError {
  override readonly name = "StackLockedError";

  constructor(
    readonly reference: StackReference,
    readonly locks: readonly FoundLock[],
    location: (key: string) => string,
  ) {
    const found = locks.map((lock) => `\n  ${location(lock.key)}: ${describe(lock)}`).join("");
    super(
      `the stack ${fullStackName(reference)} is locked by ${locks.length} lock(s):${found}\n${advice(locks)}`,
    );
  }
}

function describe({ owner, state }: FoundLock): string {
  if (owner === undefined) return "it does not tell by whom";
  const who = `created by ${owner.username}@${owner.hostname} (pid ${owner.pid}) at ${owner.timestamp}`;
  const fate: Record<OwnerState, string> = {
    alive: "which is running",
    dead: "which is dead",
    "probably-dead": "and there is no such process on this machine",
    elsewhere: "which is not on this machine",
  };
  return `${who}, ${fate[state]}`;
}

function advice(locks: readonly FoundLock[]): string {
  return locks.every(({ state }) => state === "probably-dead" || state === "dead")
    ? "Its owner has ended without releasing it. Take it over (`takeOver`), or delete it with `moorage cancel` or `pulumi cancel`."
    : "Wait until the other process has ended. If it has, delete the lock with `moorage cancel` or `pulumi cancel`.";
}

/** How a lock is taken. */
export interface LockOptions {
  /** Removes the locks of owners that are not running on this machine any more. @default false */
  takeOver?: boolean;
}

/**
 * Takes a stack as the CLI does: look, write one's own, look again. Locks of this engine whose owner is dead for
 * certain are removed. Of two in one process that want it at the same time, one gets it: they would see each other's
 * lock, and both give up.
 *
 * @throws StackLockedError
 */
export function lockStack(
  bucket: Bucket,
  stack: StackReference,
  options: LockOptions = {},
): Promise<StackLock> {
  const folder = bucket.location(locksFolder(stack));
  return inTurn(`lock ${folder}`, () => takeLock(bucket, stack, options));
}

async function takeLock(bucket: Bucket, stack: StackReference, options: LockOptions): Promise<StackLock> {
  const key = `${locksFolder(stack)}/${randomUUID()}.json`;
  await refuseOthers(bucket, stack, key, options);
  const lock = new HeldLock(bucket, stack, key);
  try {
    await bucket.create(key, Buffer.from(JSON.stringify(thisOwner())));
    await refuseOthers(bucket, stack, key, {});
  } catch (cause) {
    await lock.release();
    throw cause;
  }
  return lock;
}

/** All locks of a stack. */
export async function findLocks(bucket: Bucket, stack: StackReference): Promise<FoundLock[]> {
  const folder = locksFolder(stack);
  const files = (await bucket.list(folder)).filter(({ isFolder }) => !isFolder);
  const found = files.map(async ({ name }) => readLock(bucket, `${folder}/${name}`));
  return (await Promise.all(found)).filter((lock) => lock !== undefined);
}

/** Deletes all locks of a stack, whoever holds them, as `pulumi cancel` does. */
export async function cancelLocks(bucket: Bucket, stack: StackReference): Promise<FoundLock[]> {
  const locks = await findLocks(bucket, stack);
  await Promise.all(locks.map(({ key }) => bucket.remove(key)));
  return locks;
}

async function refuseOthers(
  bucket: Bucket,
  stack: StackReference,
  own: string,
  options: LockOptions,
): Promise<void> {
  const others = (await findLocks(bucket, stack)).filter(({ key }) => key !== own);
  const isLeft = ({ state }: FoundLock) =>
    state === "dead" || (options.takeOver === true && state === "probably-dead");
  if (!others.every(isLeft)) throw new StackLockedError(stack, others, (key) => bucket.location(key));
  await Promise.all(others.map(({ key }) => bucket.remove(key)));
}

async function readLock(bucket: Bucket, key: string): Promise<FoundLock | undefined> {
  const content = await bucket.read(key);
  if (content === undefined) return undefined;
  const owner = ownerIn(content.toString());
  return { key, owner, state: owner === undefined ? "elsewhere" : ownerState(owner) };
}

function ownerIn(text: string): LockOwner | undefined {
  try {
    const { pid, username, hostname, timestamp, process } = JSON.parse(text) as Partial<LockOwner>;
    if (typeof pid !== "number" || typeof hostname !== "string") return undefined;
    const owner = { pid, hostname, username: String(username), timestamp: String(timestamp) };
    return process === undefined ? owner : { ...owner, process };
  } catch {
    return undefined;
  }
}

class HeldLock implements StackLock {
  constructor(
    private readonly bucket: Bucket,
    readonly stack: StackReference,
    private readonly key: string,
  ) {}

  release(): Promise<void> {
    return this.bucket.remove(this.key);
  }

  releaseSync(): void {
    this.bucket.removeSync(this.key);
  }
}
