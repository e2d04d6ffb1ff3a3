/** What a stack's history keeps of one operation, in the CLI's form. */
export interface UpdateRecord {
  kind: "update" | "refresh" | "destroy" | "import" | "resource-import" | "preview" | "rename";
  /** Seconds since 1970. */
  startTime: number;
  message: string;
  /** Who and where: `exec.kind`, `git.head` and so on. */
  environment: Record<string, string>;
  /** The configuration that it ran with; secrets are ciphertexts. */
  config: Record<string, UpdateConfigValue>;
  result: "succeeded" | "failed" | "in-progress" | "not-started";
  endTime: number;
  /** How many resources were created, left the same, and so on. */
  resourceChanges?: Record<string, number>;
}

/** A value of the configuration as the history keeps it. */
export type UpdateConfigValue = string | { secure: string } | object;
