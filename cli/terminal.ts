/** Where a command's words go; the process itself is one. */
export interface Terminal {
  readonly stdout: Writes;
  readonly stderr: Writes;
}

interface Writes {
  write(text: string): unknown;
}
