import assert from "node:assert/strict";
import type { Engine } from "../../providers/docker/engine";
import { type Bag, type Value } from "../../providers/resources/bag";
import {
  type ApplyResult,
  type Lifecycle,
  PartialError,
  type PropertyDifference,
} from "../../providers/resources/lifecycle";
import { formatPath } from "../../providers/resources/bag";
import { bag, type LocalHost, type TestContext } from "./engine-context";

export interface UpOptions {
  readonly engine?: Engine;
  readonly signal?: AbortSignal;
  readonly secrets?: Bag["secrets"];
}

/** The host of a deployed resource: the local engine, or a machine behind SSH. */
export type DeploymentHost = Pick<LocalHost, "prefix" | "link" | "context">;

/** A resource with its state, driven as Pulumi's engine drives it. */
export class Deployed {
  id: string | undefined;
  inputs: Bag | undefined;
  state: Bag | undefined;
  /** Of the last operation. */
  context: TestContext;

  constructor(
    readonly host: DeploymentHost,
    readonly lifecycle: Lifecycle,
    readonly type: string,
    readonly resource: string,
  ) {
    this.context = host.context(type, resource);
  }

  /** The name on the host. */
  get name(): string {
    return `${this.host.prefix}-${this.resource}`;
  }

  /** Creates or updates; keeps what a failure leaves. */
  async up(values: Record<string, Value>, options: UpOptions = {}): Promise<ApplyResult> {
    const inputs = await this.check(values, options.secrets);
    this.context = this.host.context(this.type, this.resource, options);
    try {
      const result = await this.lifecycle.apply(this.context, this.request(inputs, false));
      this.id = result.id;
      this.inputs = inputs;
      this.state = result.state;
      return result;
    } catch (error) {
      if (error instanceof PartialError) {
        this.id = error.id;
        this.inputs = error.inputs;
        this.state = error.state;
      }
      throw error;
    }
  }

  async preview(values: Record<string, Value>): Promise<ApplyResult> {
    const inputs = await this.check(values);
    this.context = this.host.context(this.type, this.resource);
    return this.lifecycle.apply(this.context, this.request(inputs, true));
  }

  /** What a change would touch, e.g. `env.A`; a difference that was observed ends with ` (drift)`. */
  async diff(values: Record<string, Value>): Promise<string[]> {
    const news = await this.check(values);
    return this.differences(news).map(formatDifference);
  }

  /** Reads it; false when it is gone. */
  async refresh(): Promise<boolean> {
    this.context = this.host.context(this.type, this.resource);
    const { id = "", inputs, state } = this;
    const found = await this.lifecycle.read(this.context, { id, inputs, state });
    if (found !== undefined) {
      this.inputs = found.inputs;
      this.state = found.state;
    }
    return found !== undefined;
  }

  async destroy(): Promise<void> {
    this.context = this.host.context(this.type, this.resource);
    const { id, inputs, state } = this;
    assert(id !== undefined && inputs !== undefined && state !== undefined);
    await this.lifecycle.remove(this.context, { id, inputs, state });
    this.id = this.inputs = this.state = undefined;
  }

  async check(values: Record<string, Value>, secrets: Bag["secrets"] = []): Promise<Bag> {
    const news = bag({ host: this.host.link, name: this.name, ...values }, secrets);
    const { inputs, failures } = await this.lifecycle.check(this.context, { olds: this.inputs, news });
    assert.deepEqual(failures, []);
    return inputs;
  }

  output(name: string): Value | undefined {
    return this.state?.values[name];
  }

  private request(inputs: Bag, preview: boolean) {
    return { id: this.id, oldInputs: this.inputs, oldState: this.state, inputs, preview };
  }

  private differences(news: Bag): readonly PropertyDifference[] {
    const { id, inputs, state } = this;
    assert(id !== undefined && inputs !== undefined && state !== undefined);
    return this.lifecycle.diff(this.context, { id, oldInputs: inputs, oldState: state, news }).differences;
  }
}

function formatDifference({ path, isInput, replaces }: PropertyDifference): string {
  return `${formatPath(path)}${replaces ? " (replaces)" : ""}${isInput ? "" : " (drift)"}`;
}
