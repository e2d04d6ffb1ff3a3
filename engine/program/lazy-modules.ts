import Module from "node:module";
import { sep } from "node:path";
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

const urls = rememberingUrls();
const lazyFolders = new Set<string>();
let isHooked = false;

/**
 * From now on, modules of the SDK in this folder get heavy ones only when they first use them. What others load is
 * not touched.
 */
export function loadLazily(sdkFolder: string): void {
  lazyFolders.add(sdkFolder + sep);
  if (isHooked) return;
  isHooked = true;
  const load = loader._load.bind(loader);
  loader._load = (request, parent, isMain) => {
    if (lazyRequests.has(request) && isOfSdk(parent?.filename)) {
      return standIn(() => load(request, parent, isMain));
    }
    if (request === "url" && isOfSdk(parent?.filename)) return urls;
    return load(request, parent, isMain);
  };
}

function isOfSdk(filename: string | null | undefined): boolean {
  return [...lazyFolders].some((folder) => filename?.startsWith(folder));
}
