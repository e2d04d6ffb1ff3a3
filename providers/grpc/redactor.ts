import { redactor, type Redact } from "../redact";
import type { Bag, Path, Value } from "../resources/bag";

/**
 * Takes secrets out of messages. No message of ours is meant to hold one; but some pass on what others wrote, such
 * as the last log lines of a container, and the lifecycles cannot know what that is.
 */
export class Redactor {
  readonly #secrets = new Set<string>();
  #redact: Redact | undefined;

  /** Remembers the secret strings of a bag. */
  learn(bag: Bag): void {
    const known = this.#secrets.size;
    for (const path of bag.secrets) this.#learnValue(valueAt(bag.values, path));
    if (this.#secrets.size !== known) this.#redact = undefined;
  }

  /** The text with `[secret]` in place of each secret. */
  readonly clean: Redact = (text) => {
    this.#redact ??= redactor(this.#secrets);
    return this.#redact(text);
  };

  #learnValue(value: Value | undefined): void {
    if (typeof value === "string") this.#secrets.add(value);
    else if (typeof value === "object" && value !== null) {
      for (const item of Object.values(value)) this.#learnValue(item as Value);
    }
  }
}

function valueAt(value: Value | undefined, path: Path): Value | undefined {
  let found = value;
  for (const key of path) {
    if (typeof found !== "object" || found === null) return undefined;
    found = (found as Readonly<Record<string | number, Value>>)[key];
  }
  return found;
}
