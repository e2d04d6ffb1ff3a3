import Module from "node:module";
import { sep } from "node:path";
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
      return stub(() => load(request, parent, isMain));
    }
    if (request === "url" && isOfSdk(parent?.filename)) return urls;
    return load(request, parent, isMain);
  };
}

function isOfSdk(filename: string | null | undefined): boolean {
  return [...lazyFolders].some((folder) => filename?.startsWith(folder));
}

/** Stands for a module until something of it is used. */
function stub(load: () => unknown): unknown {
  let real: object | undefined;
  const module = (): object => (real ??= load() as object);
  // A function as the target, so that a stub may stand for a class.
  return new Proxy(function () {}, {
    get: (_target, key) => {
      // Compiled imports ask this first; without it they would walk, and so load, the whole module.
      if (key === "__esModule") return true;
      const actual = module();
      if (key === "default" && !Reflect.get(actual, "__esModule")) return actual;
      return Reflect.get(actual, key);
    },
    has: (_target, key) => Reflect.has(module(), key),
    apply: (_target, self, args) => Reflect.apply(module() as () => unknown, self, args),
    construct: (_target, args) => Reflect.construct(module() as new () => object, args) as object,
  });
}
