import Module from "node:module";
import { join, sep } from "node:path";
import { standIn } from "../stand-in";
import { rememberingUrls } from "./remembered-urls";

/** Node's loader, whose hook has no public name. */
const loader = Module as unknown as {
  _load(request: string, parent: NodeModule | undefined, isMain: boolean): unknown;
};

/**
 * What the SDK loads at its start and an ordinary program never uses: the closure serializer's compiler, package reader
 * and file finder, the automation API, traces of calls over a wire, and the order of versions, of which only a
 * reference to another package's resource has any. They are more than four fifths of the time that loading it takes.
 */
const lazyRequests = new Set([
  "typescript",
  "../../typescript-shim",
  "@npmcli/arborist",
  "normalize-package-data",
  "fdir",
  "upath",
  "@opentelemetry/api",
  "semver",
  "./automation",
]);

/** And what only a program has that is a provider itself; parts of it have the same name for another module. */
const provider = "./provider";

const urls = rememberingUrls();
const lazyFolders = new Set<string>();
const entries = new Set<string>();
let isHooked = false;

/**
 * From now on, modules of the SDK in this folder get heavy ones only when they first use them. What others load is
 * not touched.
 */
export function loadLazily(sdkFolder: string): void {
  lazyFolders.add(sdkFolder + sep);
  entries.add(join(sdkFolder, "index.js"));
  if (isHooked) return;
  isHooked = true;
  const load = loader._load.bind(loader);
  loader._load = (request, parent, isMain) => {
    const isLazy =
      (lazyRequests.has(request) && isOfSdk(parent?.filename)) ||
      (request === provider && entries.has(parent?.filename ?? ""));
    if (isLazy) {
      return standIn(() => load(request, parent, isMain));
    }
    if (request === "url" && isOfSdk(parent?.filename)) return urls;
    return load(request, parent, isMain);
  };
}

function isOfSdk(filename: string | null | undefined): boolean {
  return [...lazyFolders].some((folder) => filename?.startsWith(folder));
}
