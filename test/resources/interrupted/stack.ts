import assert from "node:assert/strict";
import type { Value } from "../../../providers/resources/bag";
import { container } from "../../../providers/resources/container";
import { type Lifecycle, PartialError } from "../../../providers/resources/lifecycle";
import { network } from "../../../providers/resources/network";
import { volume } from "../../../providers/resources/volume";
import { Deployed, type DeploymentHost } from "../deployed";
import { Killed } from "./interruption";
import type { Process } from "./machine";

export type Values = Record<string, Value>;

/** What a program asks for, by the resources' names; a name begins with its noun, e.g. `network-a`. */
export type Program = Readonly<Record<string, Values>>;

const nouns: Readonly<Record<string, readonly [string, Lifecycle]>> = {
  network: ["Network", network],
  volume: ["Volume", volume],
  container: ["Container", container],
};

/** The resources of a program with their states, driven as Pulumi's engine drives them. */
export class Stack {
  readonly #resources = new Map<string, Deployed>();
  #process: DeploymentHost | undefined;

  constructor(readonly prefix: string) {}

  /** What the state knows of a resource. */
  output(name: string, output: string): Value | undefined {
    return this.#resources.get(name)?.output(output);
  }

  /** What is called how on the host. */
  nameOf(resource: string): string {
    return `${this.prefix}-${resource}`;
  }

  /**
   * Refreshes, makes and changes what the program asks for in its order, then destroys what it does not ask for. A
   * failure is thrown when the rest is done; a death at once, with the state as it was stored before.
   */
  async up(process: Process, program: Program, { refreshes = true } = {}): Promise<void> {
    this.#process = process.host(this.prefix);
    const broken = new Set<string>();
    if (refreshes) {
      for (const resource of this.#resources.values()) {
        if (await this.#refresh(process, resource)) broken.add(resource.resource);
      }
    }
    for (const [name, values] of Object.entries(program)) {
      const resource = this.#resource(name);
      const isQuiet =
        resource.id !== undefined && !broken.has(name) && (await resource.diff(values)).length === 0;
      if (!isQuiet) await this.#step(process, resource, () => resource.up(values));
    }
    for (const [name, resource] of [...this.#resources].reverse()) {
      if (name in program) continue;
      if (resource.id !== undefined) await this.#step(process, resource, () => resource.destroy());
      this.#resources.delete(name);
    }
  }

  /** Sees to it that a run has nothing to do. */
  async assertQuiet(process: Process, program: Program): Promise<void> {
    this.#process = process.host(this.prefix);
    for (const [name, values] of Object.entries(program)) {
      const resource = this.#resource(name);
      assert.equal(await resource.refresh(), true, `${name} is gone`);
      assert.deepEqual(await resource.diff(values), [], name);
      await resource.up(values);
      assert.deepEqual(resource.context.progressed, [], name);
    }
  }

  #resource(name: string): Deployed {
    const known = this.#resources.get(name);
    if (known !== undefined) return known;
    const [noun = ""] = name.split("-");
    const [type, lifecycle] = nouns[noun] ?? [];
    assert(type !== undefined && lifecycle !== undefined, name);
    // Each operation runs in the process that there is at the time.
    const current = () => this.#process as DeploymentHost;
    const host: DeploymentHost = {
      prefix: this.prefix,
      link: current().link,
      context: (...args) => current().context(...args),
    };
    const made = new Deployed(host, lifecycle, type, name);
    this.#resources.set(name, made);
    return made;
  }

  /** Answers whether the read failed for something that the next update repairs. */
  async #refresh(process: Process, resource: Deployed): Promise<boolean> {
    if (resource.id === undefined) return false;
    try {
      const isThere = await this.#step(process, resource, () => resource.refresh());
      if (!isThere) resource.id = resource.inputs = resource.state = undefined;
      return false;
    } catch (error) {
      if (!(error instanceof PartialError)) throw error;
      resource.inputs = error.inputs;
      resource.state = error.state;
      return true;
    }
  }

  /** An operation; what a dead process would have answered is not stored. */
  async #step<T>(process: Process, resource: Deployed, act: () => Promise<T>): Promise<T> {
    const { id, inputs, state } = resource;
    const isDead = () => process.interruption?.isDead === true;
    try {
      const answer = await act();
      if (isDead()) throw new Killed("dead");
      return answer;
    } catch (error) {
      if (!isDead()) throw error;
      Object.assign(resource, { id, inputs, state });
      throw new Killed("dead", { cause: error });
    }
  }
}
