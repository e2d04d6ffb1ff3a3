/** What the command needs of the package's own package.json. */
export interface Manifest {
  readonly version: string;
  readonly description: string;
}

// eslint-disable-next-line @typescript-eslint/no-require-imports -- resolves to the package's own manifest in the repository and in the published package alike
export const manifest = require("moorage/package.json") as Manifest;
