import { basename } from "node:path";
import { builtinProvider, type BuiltinContext } from "./builtin-provider";
import type * as connections from "./connect";
import { PluginStartError } from "./errors";
import { findPlugin, type PluginPlaces } from "./find-plugin";
import { inProcessProvider, type EngineAccess, type InProcessPlugin } from "./in-process";
import type { Provider } from "./provider";
import type { PluginSpec } from "./provider-registry";

/** What only plugins need that are processes of their own. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- import() of a CommonJS module waits for a loader that nothing else here needs
const connecting = () => require("./connect") as typeof connections;

/** What plugins are loaded with. */
export interface PluginHostOptions {
  readonly places: PluginPlaces;
  /** Providers that run in this process, by package, in place of any plugin. */
  readonly inProcess: Readonly<Record<string, InProcessPlugin>>;
  /** What the engine's own package, `pulumi`, needs. */
  readonly builtin: BuiltinContext;
  readonly project: string;
  /** The folder that plugins run in. */
  readonly folder: string;
  /** `runtime.options` of Pulumi.yaml. */
  readonly runtimeOptions: Readonly<Record<string, unknown>>;
  readonly environment: NodeJS.ProcessEnv;
  /** The engine, for providers in this process; its server's address, for those that are not. */
  readonly engine: EngineAccess;
}

/** Loads the plugins of one operation. */
export class PluginHost {
  constructor(private readonly options: PluginHostOptions) {}

  /**
   * Starts a provider; each call gets an instance of its own, as each provider resource has one.
   *
   * @throws PluginNotFoundError, PluginStartError
   */
  async load(spec: PluginSpec): Promise<Provider> {
    const { options } = this;
    if (spec.name === "pulumi") return builtinProvider(options.builtin);
    const inProcess = options.inProcess[spec.name];
    if (inProcess !== undefined) return inProcessProvider(await inProcess(options.engine));
    const engineAddress = await options.engine.engineAddress();
    const port = attachPort(spec.name, options.environment["PULUMI_DEBUG_PROVIDERS"]);
    if (port !== undefined) return connecting().attachPlugin(spec.name, port, engineAddress);
    const program = findPlugin(spec, options.places);
    return connecting().startPlugin({
      name: spec.version === undefined ? spec.name : `${spec.name} ${spec.version}`,
      program,
      engineAddress,
      folder: options.folder,
      environment: this.environmentFor(spec, basename(program)),
    });
  }

  private environmentFor(spec: PluginSpec, program: string): NodeJS.ProcessEnv {
    const { environment, project, runtimeOptions } = this.options;
    const renamed = Object.entries(spec.environment ?? {})
      .filter(([from]) => environment[from] !== undefined)
      .map(([from, to]) => [to, environment[from]] as const);
    return {
      ...environment,
      ...Object.fromEntries(renamed),
      ...Object.fromEntries(
        Object.entries(runtimeOptions).map(([key, value]) => [
          `PULUMI_RUNTIME_${key.toUpperCase()}`,
          String(value),
        ]),
      ),
      ...(program === "pulumi-resource-pulumi-nodejs" ? { PULUMI_NODEJS_PROJECT: project } : {}),
      PULUMI_PROJECT: project,
    };
  }
}

/** `PULUMI_DEBUG_PROVIDERS=name:port,…` names providers that run already. */
function attachPort(name: string, providers: string | undefined): number | undefined {
  const found = providers?.split(",").find((each) => each.startsWith(`${name}:`));
  if (found === undefined) return undefined;
  const port = Number(found.slice(name.length + 1));
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new PluginStartError(
    `PULUMI_DEBUG_PROVIDERS has ${JSON.stringify(found)}: <provider>:<port> was expected`,
  );
}
