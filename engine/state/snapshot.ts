import { createHash } from "node:crypto";
import type { SecretsProvider } from "../secrets";
import type { Json } from "./encode-value";
import type { PendingOperation, ResourceState } from "./resource-state";

/** What is known of a stack at one moment. */
export interface Snapshot {
  readonly manifest: Manifest;
  /** Encrypts the secrets; undefined in a state that never had any. */
  readonly secretsProvider: SecretsProvider | undefined;
  /** Each after everything that it refers to. */
  readonly resources: readonly ResourceState[];
  readonly pendingOperations: readonly PendingOperation[];
  /** What went wrong with the snapshot itself, as the CLI noted it. Kept as it is. */
  readonly metadata: SnapshotMetadata;
  /** What a newer engine has noted, and this one does not know. Kept as it is. */
  readonly others?: { readonly [key: string]: Json };
}

/** Who wrote a snapshot, and when. */
export interface Manifest {
  /** RFC 3339. */
  readonly time: string;
  /** The SHA-256 of the version; "" for none. */
  readonly magic: string;
  readonly version: string;
}

/** Notes of the CLI on a snapshot whose integrity it found broken. */
export interface SnapshotMetadata {
  readonly integrity_error?: unknown;
}

/** A snapshot of nothing. */
export function emptySnapshot(secretsProvider?: SecretsProvider): Snapshot {
  return {
    manifest: manifestOf("", new Date(0)),
    secretsProvider,
    resources: [],
    pendingOperations: [],
    metadata: {},
  };
}

/** The manifest that the given version of an engine writes. */
export function manifestOf(version: string, time: Date): Manifest {
  return { time: time.toISOString(), magic: magicOf(version), version };
}

/** The number by which Pulumi checks that a manifest is whole. */
export function magicOf(version: string): string {
  return version === "" ? "" : createHash("sha256").update(version).digest("hex");
}
