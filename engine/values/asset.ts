import { createHash } from "node:crypto";

/** The SHA-256 of nothing, by which an asset with empty text is told from one whose text is not there. */
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** A file's content as a property: a text, a path, or a URI. At most one of the three is set. */
export class Asset {
  readonly text: string;
  readonly path: string;
  readonly uri: string;
  /** The hexadecimal SHA-256 of the content; "" while it is not known. It alone decides what is equal. */
  readonly hash: string;

  constructor(asset: { text?: string; path?: string; uri?: string; hash?: string }) {
    this.text = asset.text ?? "";
    this.path = asset.path ?? "";
    this.uri = asset.uri ?? "";
    this.hash = asset.hash ?? "";
  }

  /** Whether the content is the text itself. */
  get isText(): boolean {
    if (this.path !== "" || this.uri !== "") return false;
    return this.text !== "" || this.hash === "" || this.hash === emptyHash;
  }

  /** The same asset that knows its hash. */
  withHash(hash: string): Asset {
    return new Asset({ text: this.text, path: this.path, uri: this.uri, hash });
  }
}

/** The hexadecimal SHA-256 of a text's UTF-8 form. */
export function hashOfText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
