import type { TransferProgress } from "../../docker/pull-progress";

const UNITS = ["bytes", "kB", "MB", "GB"] as const;

/** An amount of data as people say it: `312 kB`, `5.3 MB`, `53 MB`. */
export function formatBytes(bytes: number): string {
  const thousands = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const amount = bytes / 1000 ** thousands;
  const text = amount < 10 && thousands > 0 ? amount.toFixed(1) : String(Math.round(amount));
  return `${text} ${UNITS[thousands] ?? "bytes"}`;
}

const PAUSE_MILLISECONDS = 500;

/**
 * Turns progress in bytes into a text, twice a second at most and once more at the end: where there is no terminal,
 * each text is a line that stays.
 */
export function transferProgress(
  say: (text: string) => void,
  now: () => number = () => performance.now(),
): (progress: TransferProgress) => void {
  let last = "";
  let due = 0;
  return ({ bytes, totalBytes }) => {
    const text = `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`;
    if (text === last || (now() < due && bytes < totalBytes)) return;
    last = text;
    due = now() + PAUSE_MILLISECONDS;
    say(text);
  };
}
