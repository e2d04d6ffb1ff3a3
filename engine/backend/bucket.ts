/** One object or folder in a bucket's folder. */
export interface BucketEntry {
  readonly name: string;
  readonly isFolder: boolean;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** Where a backend keeps its objects: a folder of files, or a store's bucket. Keys have slashes. */
export interface Bucket {
  /** As it was given, for messages. */
  readonly url: string;
  /** Where an object is, for messages. */
  location(key: string): string;
  /** The object's content; undefined if it is not there. */
  read(key: string): Promise<Buffer | undefined>;
  /** Puts an object in the place of the one before, whole or not at all. */
  write(key: string, content: Buffer): Promise<void>;
  /** Copies an object that is there. */
  copy(from: string, to: string): Promise<void>;
  /** Removes an object; it may be gone already. */
  remove(key: string): Promise<void>;
  /** For a process that is about to exit. */
  removeSync(key: string): void;
  /** What is in a folder, by name; nothing if there is no such folder. */
  list(folder: string): Promise<BucketEntry[]>;
  /** Creates an object that nobody else can see half written. */
  create(key: string, content: Buffer): Promise<void>;
  /** For an object that is written over and over. */
  open(key: string): ObjectWriter;
  /** Removes what a killed writer of this object left. */
  sweep(key: string): Promise<void>;
}

/** Writes one object over and over. */
export interface ObjectWriter {
  /** As `Bucket.write`, of content in pieces. */
  write(parts: readonly Buffer[]): Promise<void>;
  writeSync(parts: readonly Buffer[]): void;
  /** Brings up to date what is kept beside the object. */
  close(): Promise<void>;
}
