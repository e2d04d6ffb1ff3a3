/** Where a command's words come from and go; the process itself is one. */
export interface Terminal {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  on(signal: EndingSignal, listener: () => void): unknown;
  off(signal: EndingSignal, listener: () => void): unknown;
}

/** The signals by which a person or the system ends a command. */
export type EndingSignal = "SIGINT" | "SIGTERM" | "SIGHUP";

/** What is typed or piped into a command. */
export type Input = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  /** Whether each key is handed over as it is pressed, Ctrl-C too; only where it is a terminal. */
  setRawMode?(isRaw: boolean): unknown;
};

/** What a command writes to. */
export type Output = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  /** The size of the terminal, in characters. */
  readonly columns?: number;
  readonly rows?: number;
};
