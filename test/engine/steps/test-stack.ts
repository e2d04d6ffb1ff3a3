import type { EngineEvent, StepMetadata } from "../../../engine/events/engine-event";
import {
  emptySnapshot,
  Recorder,
  resolveAliases,
  type ResourceState,
  type Snapshot,
} from "../../../engine/state";
import type { DeploymentOptions, DeploymentResult } from "../../../engine/steps/deployment";
import type { Goal, ReadGoal, Registered } from "../../../engine/steps/goal";
import { StackDeployment } from "../../../engine/steps/stack-deployment";
import { parseUrn, type Urn } from "../../../engine/urn";
import type { PropertyMap } from "../../../engine/values";
import { FakeProvider, type Behaviour, type Call, type Cloud } from "./fake-provider";

/** What a test's program registers its resources with. */
export class Program {
  constructor(
    readonly deployment: StackDeployment,
    readonly signal: AbortSignal,
  ) {}

  /** A resource of the fake provider; its default provider unless another is given. */
  async thing(name: string, inputs: PropertyMap = {}, options: Partial<Goal> = {}): Promise<Registered> {
    const provider = options.provider ?? (await this.deployment.defaultProvider({ package: "fake" }));
    const base = { type: "fake:index:Thing", name, custom: true, inputs };
    const none = { dependencies: [], propertyDependencies: {} };
    return this.deployment.registerResource({ ...base, ...none, ...options, provider });
  }

  component(name: string, options: Partial<Goal> = {}): Promise<Registered> {
    const base = { type: "test:index:Group", name, custom: false, inputs: {}, provider: "" };
    return this.deployment.registerResource({
      ...base,
      dependencies: [],
      propertyDependencies: {},
      ...options,
    });
  }

  /** An explicit provider of the fake package; resolves to its reference. */
  async provider(name: string, inputs: PropertyMap = {}, options: Partial<Goal> = {}): Promise<string> {
    const base = { type: "pulumi:providers:fake", name, custom: true, inputs, provider: "" };
    const made = await this.deployment.registerResource({
      ...base,
      dependencies: [],
      propertyDependencies: {},
      ...options,
    });
    return `${made.urn}::${made.id}`;
  }

  async read(name: string, id: string, options: Partial<ReadGoal> = {}): Promise<Registered> {
    const provider = await this.deployment.defaultProvider({ package: "fake" });
    return this.deployment.readResource({
      type: "fake:index:Thing",
      name,
      id,
      inputs: {},
      provider,
      dependencies: [],
      ...options,
    });
  }
}

/** What one operation on a test's stack did. */
export interface Run extends Pick<DeploymentResult, "outcome" | "changes" | "maybeCorrupt"> {
  /** Steps in the order in which they began, default providers left out: `create a`. */
  steps: string[];
  /** What the provider was asked, configuration left out: `create a`. */
  calls: string[];
  /** The calls with their requests, all of them. */
  log: Call[];
  events: EngineEvent[];
  errors: string[];
  warnings: string[];
  /** What was saved, in order. */
  saves: Snapshot[];
}

type Body = (program: Program) => Promise<unknown>;

/** A stack whose state and whose cloud outlive the operations on it. */
export class TestStack {
  readonly cloud: Cloud = new Map();
  snapshot: Snapshot = emptySnapshot();
  behaviour: Behaviour = {};
  config: Record<string, PropertyMap> = {};

  up(body: Body, options: Partial<DeploymentOptions> = {}): Promise<Run> {
    return this.run(body, options);
  }

  preview(body: Body, options: Partial<DeploymentOptions> = {}): Promise<Run> {
    return this.run(body, { preview: true, ...options });
  }

  destroy(options: Partial<DeploymentOptions> = {}): Promise<Run> {
    return this.run(undefined, options);
  }

  refresh(options: Partial<DeploymentOptions> = {}): Promise<Run> {
    return this.run(undefined, { refresh: true, refreshOnly: true, ...options });
  }

  /** The record of a resource by its name; undefined if the state has none. */
  state(name: string): ResourceState | undefined {
    return this.snapshot.resources.find(({ urn }) => parseUrn(urn).name === name);
  }

  urn(name: string, type = "fake:index:Thing"): Urn {
    return `urn:pulumi:dev::test::${type}::${name}`;
  }

  /** Names in the state, in order; what is to be deleted with a cross. Default providers are left out. */
  get names(): string[] {
    return this.snapshot.resources
      .map(({ urn, delete: replaced }) => parseUrn(urn).name + (replaced ? " ✗" : ""))
      .filter((name) => !name.startsWith("default"));
  }

  async run(body: Body | undefined, options: Partial<DeploymentOptions>): Promise<Run> {
    const log: Call[] = [];
    const events: EngineEvent[] = [];
    const saves: Snapshot[] = [];
    const recorder = new Recorder(this.snapshot, (snapshot) => {
      saves.push(snapshot);
      // What is written has present names only.
      this.snapshot = { ...snapshot, resources: resolveAliases(snapshot.resources) };
      return Promise.resolve();
    });
    const deployment = new StackDeployment({
      project: "test",
      stack: "dev",
      base: this.snapshot,
      recorder,
      preview: false,
      packageConfig: (name) => this.config[name] ?? {},
      loadProvider: () => Promise.resolve(new FakeProvider(this.cloud, log, this.behaviour)),
      onEvent: (event) => {
        events.push(event);
      },
      ...options,
    });
    const program =
      body && (async (signal: AbortSignal) => void (await body(new Program(deployment, signal))));
    const { outcome, changes, maybeCorrupt } = await deployment.execute(program);
    const begun = events.flatMap(({ resourcePreEvent: event }) =>
      event && !event.internal ? [describe(event.metadata)] : [],
    );
    const said = (severity: string) =>
      events.flatMap(({ diagnosticEvent: event }) =>
        event?.severity === severity ? [event.message.trimEnd()] : [],
      );
    return {
      outcome,
      changes,
      maybeCorrupt,
      steps: begun,
      calls: log
        .filter(({ rpc }) => !["checkConfig", "diffConfig", "configure"].includes(rpc))
        .map(({ rpc, name }) => `${rpc} ${name}`),
      log,
      events,
      errors: said("error"),
      warnings: said("warning"),
      saves,
    };
  }
}

function describe({ op, urn }: StepMetadata): string {
  return `${op} ${parseUrn(urn).name}`;
}
