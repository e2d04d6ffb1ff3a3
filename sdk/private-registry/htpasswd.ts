import { createHash } from "node:crypto";
import type * as bcryptjs from "bcryptjs";

const COST = 10;
const SALT_BYTES = 16;
/** What bcrypt looks at; it takes no notice of more. */
const LONGEST_PASSWORD_BYTES = 72;

/**
 * The lines of an htpasswd file. The same users and passwords come to the same file, so that it changes when they do
 * and not at each run: the salt is made of the place and the name, and tells nothing of the password.
 *
 * @param place what is unlike in every other registry, e.g. `project/stack/registry`
 */
export function htpasswd(users: Readonly<Record<string, string>>, place: string): string {
  // Loaded where it is used: not every program has a registry.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const bcrypt = require("bcryptjs") as typeof bcryptjs;
  const lines = Object.entries(users).map(([name, password]) => {
    const digest = createHash("sha256").update(`${place}/${name}`).digest();
    const salt = bcrypt.encodeBase64(digest.subarray(0, SALT_BYTES), SALT_BYTES);
    return `${name}:${bcrypt.hashSync(password, `$2b$${COST}$${salt}`)}\n`;
  });
  return lines.join("");
}

/** What is wrong with the users of a registry, in words without a password; undefined when all is well. */
export function problemOf(users: Readonly<Record<string, string>>): string | undefined {
  const names = Object.keys(users);
  if (names.length === 0) return "must have a user at least: nobody else may log in";
  for (const [name, password] of Object.entries(users)) {
    if (!/^[^\s:]+$/.test(name))
      return `has a user name that is empty or holds a colon or white space: "${name}"`;
    if (password === "") return `has an empty password for ${name}`;
    if (Buffer.byteLength(password) > LONGEST_PASSWORD_BYTES)
      return `has a password for ${name} of more than ${LONGEST_PASSWORD_BYTES} bytes, which bcrypt cannot take`;
  }
  return undefined;
}
