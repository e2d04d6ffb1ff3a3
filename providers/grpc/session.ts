import { readFile } from "node:fs/promises";
import { UserError } from "../errors";
import { type Bag, formatPath, hasUnknown, type Value } from "../resources/bag";
import type {
  Context,
  FunctionContext,
  Hosts,
  Lifecycle,
  ProviderConfig,
  ProviderFunction,
  Urn,
} from "../resources/lifecycle";
import type { ProviderPlan } from "../../sdk/plan";
import { completePlan } from "../resources/foreseen";
import type { FunctionSpec, PackageSpec, ResourceSpec } from "../schema/package-spec";
import { secretPaths } from "../schema/secret-paths";
import { parseConfiguration, providerConfig } from "./configuration";
import type { EngineLog } from "./engine-log";
import type { Redactor } from "./redactor";
import { withSecretParts } from "./secrets";
import { parseUrn } from "../resources/urn";

/** The connections of this process. */
export interface HostPool extends Hosts {
  /** Puts another configuration in the place of the one before; connections that it would have made too stay. */
  configure(config: ProviderConfig): void;
  /** Closes every connection. */
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Version of the plugin, as the engine is told it. */
  readonly version: string;
  readonly schema: PackageSpec;
  /** By noun, e.g. `Container`. */
  readonly lifecycles: Readonly<Record<string, Lifecycle>>;
  /** By name, e.g. `orphans`. */
  readonly functions: Readonly<Record<string, ProviderFunction>>;
  /** Prepares the connections of this process; dials nothing yet. */
  readonly openHosts: (config: ProviderConfig) => HostPool;
  /** A JSON file of credentials by name, which come before those of the configuration. */
  readonly credentialsFile?: string | undefined;
  /** Hears in a preview what the update of a resource would do, without secrets. */
  readonly onPlanned?: ((urn: string, plan: ProviderPlan) => void) | undefined;
}

/** A resource that a call is about. */
export interface Subject {
  readonly urn: Urn;
  readonly spec: ResourceSpec;
  readonly lifecycle: Lifecycle;
}

/** What the calls of one engine have in common. */
export class Session {
  readonly version: string;
  readonly schema: PackageSpec;
  readonly log: EngineLog;
  readonly redactor: Redactor;
  private readonly options: SessionOptions;
  private configured: { readonly config: ProviderConfig; readonly hosts: HostPool } | undefined;
  /** Whether the engine has begun to configure this provider. */
  private isGreeted = false;

  constructor(options: SessionOptions, log: EngineLog, redactor: Redactor) {
    this.version = options.version;
    this.schema = options.schema;
    this.options = options;
    this.log = log;
    this.redactor = redactor;
  }

  /**
   * Takes the provider's configuration. Dials nothing.
   * @throws UserError that names all of its mistakes
   */
  async configure(wire: Readonly<Record<string, Value>>): Promise<void> {
    const foreseen = this.isGreeted ? undefined : this.configured;
    this.isGreeted = true;
    const { values, failures } = parseConfiguration(this.schema, wire);
    if (failures.length > 0) {
      const lines = failures.map(({ path, reason }) => `  moorage:${formatPath(path)} ${reason}`);
      throw new UserError(`the configuration of moorage is not usable:\n${lines.join("\n")}`);
    }
    const config = providerConfig(values);
    const credentials = { ...config.credentials, ...(await this.credentialsOfFile()) };
    this.redactor.learn(this.credentialsBag(credentials as Record<string, Value>));
    const whole = { ...config, credentials };
    foreseen?.hosts.configure(whole);
    if (foreseen === undefined) await this.configured?.hosts.close();
    this.configured = { config: whole, hosts: foreseen?.hosts ?? this.options.openHosts(whole) };
  }

  /** Opens the hosts before the configuration comes, with what is known of it by now. */
  async foresee(wire: Readonly<Record<string, Value>>): Promise<void> {
    const known = Object.entries(wire).filter(([, value]) => !hasUnknown(value));
    const { values } = parseConfiguration(this.schema, Object.fromEntries(known));
    const config = providerConfig(values);
    const credentials = { ...config.credentials, ...(await this.credentialsOfFile()) };
    if (this.isGreeted || this.configured !== undefined)
      throw new Error("the configuration has come already");
    const early = { ...config, credentials };
    this.configured = { config: early, hosts: this.options.openHosts(early) };
  }

  /** @throws UserError on a type that Moorage does not have */
  subject(urnText: string): Subject {
    const urn = parseUrn(urnText);
    const noun = urn.type.slice(urn.type.lastIndexOf(":") + 1);
    const spec = this.schema.resources[urn.type];
    const lifecycle = this.options.lifecycles[noun];
    if (spec === undefined || lifecycle === undefined) {
      const known = Object.keys(this.schema.resources).join(", ");
      throw new UserError(`moorage ${this.version} has no resource type ${urn.type}; it has ${known}`);
    }
    return { urn, spec, lifecycle };
  }

  /** @throws UserError on a function that Moorage does not have */
  function(token: string): { readonly spec: FunctionSpec; readonly run: ProviderFunction } {
    const spec = this.schema.functions[token];
    const run = this.options.functions[token.slice(token.lastIndexOf(":") + 1)];
    if (spec === undefined || run === undefined) {
      const known = Object.keys(this.schema.functions).join(", ");
      throw new UserError(`moorage ${this.version} has no function ${token}; it has ${known}`);
    }
    return { spec, run };
  }

  /** Remembers what is secret in a resource's bags, so that no message shows it. */
  learnSecrets(spec: ResourceSpec, ...bags: (Bag | undefined)[]): void {
    for (const bag of bags) {
      if (bag !== undefined) this.redactor.learn(withSecretParts(this.schema, spec, bag));
    }
  }

  /** What a lifecycle is given beside its request. */
  context(urn: Urn, signal: AbortSignal): Context {
    return {
      urn,
      ...this.functionContext(urn.text, signal),
      progress: (message) => this.log.progress(message, urn.text),
      log: (severity, message) => this.log.write(severity, message, urn.text),
      planned: (foreseen) => this.tellPlan(urn.text, completePlan(foreseen, this.redactor.clean)),
    };
  }

  /** A plugin's engine has no place for it but a line that is seen on request. */
  private tellPlan(urn: string, plan: ProviderPlan): void {
    const { onPlanned } = this.options;
    if (onPlanned !== undefined) return onPlanned(urn, plan);
    const lines = plan.steps.map(({ text, cause }) => `${text}: ${cause}`);
    if (lines.length > 0) this.log.write("debug", lines.join("\n"), urn);
  }

  /** What a function is given beside its arguments. */
  functionContext(asked: string, signal: AbortSignal): FunctionContext {
    if (this.configured === undefined) {
      throw new Error(`the engine asked for ${asked} before it configured the provider`);
    }
    const { config, hosts } = this.configured;
    return { config, hosts, signal };
  }

  async close(): Promise<void> {
    await this.configured?.hosts.close();
    this.configured = undefined;
  }

  /** Only what is secret in a credential: an error may well name the file of a key. */
  private credentialsBag(credentials: Readonly<Record<string, Value>>): Bag {
    const { additionalProperties = {} } = this.schema.config.variables["credentials"] ?? {};
    const values = { credentials };
    return { values, secrets: secretPaths(this.schema, { credentials: { additionalProperties } }, values) };
  }

  private async credentialsOfFile(): Promise<ProviderConfig["credentials"]> {
    const path = this.options.credentialsFile;
    if (path === undefined) return {};
    const text = await readFile(path, "utf8").catch((cause: unknown) => {
      throw new UserError(`MOORAGE_CREDENTIALS_FILE: cannot read ${path}: ${(cause as Error).message}`, {
        cause,
      });
    });
    const { values, failures } = parseConfiguration(this.schema, { credentials: text });
    if (failures.length > 0) {
      const lines = failures.map((failure) => `  ${formatPath(failure.path)} ${failure.reason}`);
      throw new UserError(`MOORAGE_CREDENTIALS_FILE: ${path} is not usable:\n${lines.join("\n")}`);
    }
    return providerConfig(values).credentials;
  }
}
