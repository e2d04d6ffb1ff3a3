import type { NegotiatedProvider } from "../../../engine/plugins/negotiated-provider";
import type { InvokeRequest } from "../../../engine/plugins/provider";
import type { LogLine, Registrar } from "../../../engine/steps/deployment";
import type { Goal, ProviderRequest, ReadGoal, Registered } from "../../../engine/steps/goal";
import { childUrn } from "../../../engine/urn";
import type { PropertyMap } from "../../../engine/values";

/** Takes what a program registers and does nothing with it. */
export class FakeRegistrar implements Registrar {
  readonly goals: Goal[] = [];
  readonly reads: ReadGoal[] = [];
  readonly logs: LogLine[] = [];
  readonly outputs = new Map<string, PropertyMap>();
  /** What a registration answers, where it is not its inputs. */
  answer: (goal: Goal) => Promise<Partial<Registered>> = async () => ({});

  async registerResource(goal: Goal): Promise<Registered> {
    this.goals.push(goal);
    const urn = childUrn("dev", "shop", goal.parent, goal.type, goal.name);
    const answer = await this.answer(goal);
    return {
      urn,
      id: goal.custom ? `${goal.name}-id` : "",
      inputs: goal.inputs,
      outputs: goal.inputs,
      result: "success",
      ...answer,
    };
  }

  async registerResourceOutputs(urn: string, outputs: PropertyMap): Promise<void> {
    this.outputs.set(urn, outputs);
  }

  async readResource(goal: ReadGoal): Promise<Registered> {
    this.reads.push(goal);
    const urn = childUrn("dev", "shop", goal.parent, goal.type, goal.name);
    return { urn, id: goal.id, inputs: goal.inputs, outputs: goal.inputs, result: "success" };
  }

  readonly requests: ProviderRequest[] = [];

  defaultProvider(request: ProviderRequest): Promise<string> {
    this.requests.push(request);
    return Promise.resolve(`urn:pulumi:dev::shop::pulumi:providers:${request.package}::default::0-0`);
  }

  /** What an invoke answers. */
  invoke: (request: InvokeRequest) => PropertyMap = () => ({});

  provider(): NegotiatedProvider {
    const invoke = async (request: InvokeRequest) => ({ result: this.invoke(request), failures: [] });
    return { invoke } as unknown as NegotiatedProvider;
  }

  resource(): undefined {
    return undefined;
  }

  log(line: LogLine): void {
    this.logs.push(line);
  }
}
