import type { Asset } from "./asset";

/** The SHA-256 of a tar archive without members, by which an empty archive is told from one that is not there. */
const emptyHash = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";

/** Several files as a property: assets and archives by name, a path (a directory or an archive file), or a URI. */
export class Archive {
  /** Undefined unless the archive is made of other assets and archives. */
  readonly assets: Readonly<Record<string, Asset | Archive>> | undefined;
  readonly path: string;
  readonly uri: string;
  /** The hexadecimal SHA-256 of the content; "" while it is not known. It alone decides what is equal. */
  readonly hash: string;

  constructor(archive: {
    assets?: Readonly<Record<string, Asset | Archive>> | undefined;
    path?: string;
    uri?: string;
    hash?: string;
  }) {
    this.assets = archive.assets;
    this.path = archive.path ?? "";
    this.uri = archive.uri ?? "";
    this.hash = archive.hash ?? "";
  }

  /** Whether the archive is made of other assets and archives. */
  get isAssets(): boolean {
    if (this.path !== "" || this.uri !== "") return false;
    return Object.keys(this.assets ?? {}).length > 0 || this.hash === "" || this.hash === emptyHash;
  }

  /** The same archive that knows its hash. */
  withHash(hash: string): Archive {
    return new Archive({ assets: this.assets, path: this.path, uri: this.uri, hash });
  }
}
