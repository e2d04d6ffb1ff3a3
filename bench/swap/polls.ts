/** One request of the client in `server/`. Times are in milliseconds; `at` counts from the client's start. */
export interface Poll {
  readonly at: number;
  readonly took: number;
  readonly answer?: string;
  readonly error?: string;
}

/** What a client saw of one swap. */
export interface Seen {
  /** From the first request that failed to the next one that did not, over all such times. */
  readonly downtimeMs: number;
  readonly failed: number;
  /** The longest that a request took which was answered. */
  readonly slowestMs: number;
  /** What failed requests said, each once. */
  readonly errors: readonly string[];
}

/** The requests that a client wrote down, in the order in which they were made. */
export function readPolls(log: string): readonly Poll[] {
  const polls = log.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Poll]));
  return polls.sort((a, b) => a.at - b.at);
}

/** @throws Error unless the answers go from one version to the next */
export function seenIn(polls: readonly Poll[], before: string, after: string): Seen {
  const answered = polls.filter(({ error }) => error === undefined);
  const [first, last] = [answered.at(0)?.answer, answered.at(-1)?.answer];
  if (first !== before || last !== after) {
    throw new Error(`the answers were to go from ${before} to ${after}, and went from ${first} to ${last}`);
  }
  let downtimeMs = 0;
  let downSince: number | undefined;
  for (const { at, error } of polls) {
    if (error !== undefined) downSince ??= at;
    else if (downSince !== undefined) {
      downtimeMs += at - downSince;
      downSince = undefined;
    }
  }
  const failed = polls.filter(({ error }) => error !== undefined);
  return {
    downtimeMs,
    failed: failed.length,
    slowestMs: Math.max(...answered.map(({ took }) => took)),
    errors: [...new Set(failed.map(({ error = "" }) => withoutPlace(error)))],
  };
}

/** An error without the URL and the client's port, which differ each time. */
function withoutPlace(error: string): string {
  return error.replace(/^Get "[^"]*": /, "").replace(/ \S+->/, " ");
}
