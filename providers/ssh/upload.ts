import { posix } from "node:path";
import { type ShellScript, shell } from "./command";
import { quote } from "./quote";
import type { UploadOptions } from "./remote";

/**
 * The script that writes its input to a file as a whole or not at all. The descriptor is opened before the mode is
 * set, so that a mode without write permission does not shut out the writer. The size tells a complete input from
 * one that was cut short, which look alike to `cat`.
 */
export function uploadScript(path: string, size: number, options: UploadOptions): ShellScript {
  if (!posix.isAbsolute(path)) throw new RangeError(`an upload needs an absolute path, got ${path}`);
  const folder = quote(posix.dirname(path));
  const steps = [
    `set -e`,
    `umask 077`,
    `new=$(mktemp ${quote(posix.join(posix.dirname(path), ".moorage-XXXXXXXX"))})`,
    `trap 'rm -f -- "$new"' EXIT`,
    `trap 'exit 143' HUP INT TERM`,
    `exec 3>"$new"`,
    ...(options.owner === undefined ? [] : [`chown ${quote(options.owner)} "$new"`]),
    `chmod ${options.mode.toString(8).padStart(4, "0")} "$new"`,
    `cat >&3`,
    `[ "$(wc -c <"$new")" -eq ${size} ] || { echo "the content was cut short" >&2; exit 1; }`,
    `sync "$new"`,
    `mv -f -- "$new" ${quote(path)}`,
    `sync ${folder}`,
  ];
  return shell(steps.join("\n"), `writing ${path}`);
}
