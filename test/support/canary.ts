import { randomBytes } from "node:crypto";

/** The characters that JSON, URLs, shells, YAML and sudo's prompts treat in a way of their own. */
const AWKWARD = `"\\ &+/%'$`;

/** A secret that is recognised wherever it turns up, also in another encoding or in part. */
export class Canary {
  readonly text: string;
  readonly #traces: readonly string[];

  private constructor(
    readonly name: string,
    text: string,
    parts: readonly string[],
  ) {
    this.text = text;
    this.#traces = parts.flatMap((part) => [part, ...base64Forms(part)]);
  }

  /** A random one. Whatever escapes its awkward middle leaves its ends as they are. */
  static random(name: string): Canary {
    const [head, tail] = [randomBytes(8).toString("hex"), randomBytes(8).toString("hex")];
    return new Canary(name, head + AWKWARD + tail, [head, tail]);
  }

  /** A text of many lines, of which those given are nowhere else. */
  static ofLines(name: string, text: string, lines: readonly string[]): Canary {
    return new Canary(name, text, lines);
  }

  /** Texts of which each gives the secret away. */
  get traces(): readonly string[] {
    return this.#traces;
  }

  isIn(text: string): boolean {
    return this.#traces.some((trace) => text.includes(trace));
  }
}

/** The names of the canaries that a text gives away. */
export function canariesIn(text: string, canaries: readonly Canary[]): string[] {
  return canaries.filter((canary) => canary.isIn(text)).map(({ name }) => name);
}

/** What a text is within a longer one in base64: it depends on how many bytes come before, modulo three. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]).toString("base64url");
    // The first and the last characters also hold bits of what is beside the text.
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + text.length) * 8) / 6));
  });
}
