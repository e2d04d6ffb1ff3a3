import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { makePlainStructs } from "../plain-struct";
import { SdkError } from "./errors";
import { loadLazily } from "./lazy-modules";
import { makePropertiesLate } from "./late-properties";
import { quieten } from "./quiet-sdk";
import { satisfiesRange, type SdkStore } from "./seam";
import { shortenWalks } from "./short-walks";

/** What of @pulumi/pulumi the engine uses: its own parts, which no public entry names. */
export interface Sdk {
  readonly version: string;
  readonly folder: string;
  readonly settings: {
    resetOptions(
      project: string,
      stack: string,
      parallel: number,
      engineAddress: string,
      monitorAddress: string,
      preview: boolean,
      organization: string,
    ): void;
    disconnect(signalShutdown?: boolean): Promise<void>;
    waitForRPCs(): Promise<void>;
    signalAndWaitForShutdown(): Promise<void>;
    disconnectSync(): void;
  };
  readonly state: { withLocalStorage<T>(callback: () => T): T; getStore(): SdkStore };
  readonly config: { setAllConfig(config: Record<string, string>, secretKeys?: string[]): void };
  readonly stack: { runInPulumiStack(program: () => Promise<unknown>): Promise<unknown> };
  readonly debuggable: { leakedPromises(): [Set<unknown>, string] };
  readonly log: { hasErrors(): boolean };
  /** The calls that it may make, by the names of their methods. */
  readonly services: { readonly monitor: object; readonly engine: object };
}

const loaded = new Map<string, Sdk>();

/**
 * The copy of @pulumi/pulumi that a program in this folder would get.
 *
 * @throws SdkError where there is none, it is not of a version that the engine knows, or this process has already
 * loaded one of another version: two of them would share their state without knowing it.
 */
export function loadSdk(programFolder: string): Sdk {
  const require = createRequire(join(programFolder, "index.js"));
  const folder = findSdkFolder(programFolder);
  const known = loaded.get(folder);
  if (known !== undefined) return known;

  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  if (!satisfiesRange(version)) {
    throw new SdkError(
      `${folder} is @pulumi/pulumi ${version}, but the engine needs 3.230.0 or newer, and not 4: ` +
        `run \`npm install @pulumi/pulumi@^3.230.0\` in ${programFolder}`,
    );
  }
  const other = [...loaded.values()].find((sdk) => sdk.version !== version);
  if (other !== undefined) {
    throw new SdkError(
      `this process already runs @pulumi/pulumi ${other.version} from ${other.folder}, so it cannot run ` +
        `${version} from ${folder} beside it: use one version, or run the program in a process of its own`,
    );
  }
  loadLazily(folder);
  const part = <Module = never>(path: string): Module => require(join(folder, path)) as Module;
  const state: Sdk["state"] = part("runtime/state");
  quieten(part("runtime/debuggable"), part("log"), () => state.getStore());
  makePropertiesLate(
    {
      rpc: part("runtime/rpc"),
      closures: part("runtime/closure/createClosure"),
      resources: part("resource"),
    },
    () => state.getStore(),
  );
  shortenWalks({ dependsOn: part("runtime/dependsOn"), resources: part("resource") });
  makePlainStructs(
    createRequire(join(folder, "index.js"))("google-protobuf/google/protobuf/struct_pb") as never,
  );
  const sdk: Sdk = {
    version,
    folder,
    settings: part("runtime/settings"),
    state,
    config: part("runtime/config"),
    stack: part("runtime/stack"),
    debuggable: part("runtime/debuggable"),
    log: part("log"),
    services: {
      monitor: part<{ ResourceMonitorService: object }>("proto/resource_grpc_pb").ResourceMonitorService,
      engine: part<{ EngineService: object }>("proto/engine_grpc_pb").EngineService,
    },
  };
  loaded.set(folder, sdk);
  return sdk;
}

/** The folder of the copy of @pulumi/pulumi that a program in this folder would get. @throws SdkError */
export function findSdkFolder(programFolder: string): string {
  const require = createRequire(join(programFolder, "index.js"));
  try {
    return dirname(require.resolve("@pulumi/pulumi/package.json"));
  } catch (cause) {
    throw new SdkError(
      `there is no @pulumi/pulumi for the program in ${programFolder}: run \`npm install\` there`,
      { cause },
    );
  }
}
