import { dirname, join, resolve, sep } from "node:path";
import { realpathSync } from "node:fs";
import type { KeptResolution } from "./archive";
import { isSame, type Stamp, type Stamps } from "./stamps";

/** A module that asks for another. */
export interface Asker {
  /** Its folder. */
  readonly path: string;
  /** The folders that are searched for packages, the nearest first. */
  readonly paths: readonly string[];
}

/**
 * What `require` has found, kept with the folders and files by which it found that: while they are as they were, it
 * would find the same again.
 */
export class Resolutions {
  readonly #found = new Map<string, Map<string, KeptResolution>>();
  readonly #witnesses = new Map<string, Stamp>();
  #isNew = false;

  constructor(
    private readonly kept: ReadonlyMap<string, ReadonlyMap<string, KeptResolution>>,
    private readonly keptWitnesses: ReadonlyMap<string, Stamp>,
    private readonly stamps: Stamps,
  ) {}

  /** Whether something was found that is not kept yet. */
  get isNew(): boolean {
    return this.#isNew;
  }

  find(request: string, { path }: Asker): string | undefined {
    const known = this.kept.get(path)?.get(request);
    if (known === undefined) return undefined;
    const [file, ...witnesses] = known;
    const isValid = witnesses.every((each) =>
      isSame(this.stamps.of(each), this.keptWitnesses.get(each) ?? null),
    );
    return isValid ? file : undefined;
  }

  /** Takes down what was found, if it is told how. */
  add(request: string, asker: Asker, file: string): void {
    const witnesses = witnessesOf(request, asker, file, this.stamps);
    if (witnesses === undefined) return;
    const found = this.#found.get(asker.path) ?? new Map<string, KeptResolution>();
    this.#found.set(asker.path, found.set(request, [file, ...witnesses]));
    for (const each of witnesses) this.#witnesses.set(each, this.stamps.of(each));
    this.#isNew = true;
  }

  /** All that holds now, found in this process or before. */
  all(): [typeof this.kept, typeof this.keptWitnesses] {
    const witnesses = new Map(this.#witnesses);
    const resolutions = new Map(this.#found);
    for (const [folder, kept] of this.kept) {
      const found = resolutions.get(folder) ?? new Map<string, KeptResolution>();
      resolutions.set(folder, found);
      for (const [request, resolution] of kept) {
        if (found.has(request) || this.find(request, { path: folder, paths: [] }) === undefined) continue;
        found.set(request, resolution);
        for (const each of resolution.slice(1)) witnesses.set(each, this.stamps.of(each));
      }
    }
    return [resolutions, witnesses];
  }
}

/** Undefined for what is found in a way that is not followed here. */
function witnessesOf(request: string, asker: Asker, file: string, stamps: Stamps): string[] | undefined {
  if (request.startsWith("#") || request === "") return undefined;
  const isPath = request.startsWith(".") || request.startsWith(sep);
  return isPath
    ? witnessesOfPath(resolve(asker.path, request), file, stamps)
    : witnessesOfPackage(request, asker, file, stamps);
}

/** `./x` may be x, x.js or x/index.js: what is in the folder of x and in that of the file decides. */
function witnessesOfPath(path: string, file: string, stamps: Stamps): string[] | undefined {
  const folder = dirname(file);
  if (folder !== dirname(path) && folder !== path) return undefined;
  if (stamps.of(join(path, "package.json")) !== null) return undefined;
  return [...new Set([dirname(path), folder])];
}

/** The folders that were searched in vain, the one that has the package, and what the package says of itself. */
function witnessesOfPackage(
  request: string,
  { paths }: Asker,
  file: string,
  stamps: Stamps,
): string[] | undefined {
  const [scope = "", name = ""] = request.split("/");
  const isScoped = scope.startsWith("@");
  const witnesses: string[] = [];
  for (const folder of paths) {
    witnesses.push(folder);
    if (stamps.of(folder) === null) continue;
    if (isScoped) witnesses.push(join(folder, scope));
    const place = isScoped ? join(folder, scope, name) : join(folder, scope);
    if (stamps.of(place) === null) continue;
    // A package that names itself, or one that was searched on, is found in other ways.
    if (!file.startsWith(realpathSync(place) + sep)) return undefined;
    return [...new Set([...witnesses, join(place, "package.json"), dirname(file)])];
  }
  return undefined;
}
