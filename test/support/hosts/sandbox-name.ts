import { randomBytes } from "node:crypto";

const PREFIX = "moorage-test-box-";

/** A name for a sandbox of this test run. Moorage makes it, without the label by which other leftovers are found. */
export function sandboxName(): string {
  return `${PREFIX}${process.pid}-${randomBytes(4).toString("hex")}`;
}

/** The id of the process that gave a container this name; undefined where it is not a sandbox of the tests. */
export function ownerOfSandbox(name: string): number | undefined {
  const [pid = "", ...rest] = name.startsWith(PREFIX) ? name.slice(PREFIX.length).split("-") : [];
  return /^\d+$/.test(pid) && rest.length > 0 ? Number(pid) : undefined;
}
