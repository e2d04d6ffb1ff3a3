import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import {
  CommandError,
  ConcurrentUpdateError,
  LocalWorkspace,
  StackAlreadyExistsError,
  StackNotFoundError,
  type PulumiFn,
} from "@pulumi/pulumi/automation";
import type { Surroundings } from "./surroundings";

/** Each thing that can go wrong, and what class of error tells it. */
export default async function ({ folder, options }: Surroundings): Promise<unknown> {
  const workDir = join(folder, "errors");
  await mkdir(workDir);
  let program: PulumiFn = async () => {};
  const args = { stackName: "dev", projectName: "errors", program: () => program() };
  const workspace = { ...options, workDir };
  const told: Record<string, unknown> = {};
  const tell = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    told[what] = await work().then(() => "nothing", kindOf);
  };

  await tell("unknown stack", () => LocalWorkspace.selectStack(args, workspace));
  const stack = await LocalWorkspace.createStack(args, workspace);
  await tell("existing stack", () => LocalWorkspace.createStack(args, workspace));
  await tell("unknown configuration", () => stack.getConfig("nothing"));
  await tell("unknown tag", () => stack.getTag("nothing"));
  program = async () => {
    new pulumi.ComponentResource("test:index:Thing", "thing");
    return { secret: pulumi.secret("hush") };
  };
  await stack.up();
  const kept = program;
  program = async () => tell("concurrent update", () => stack.up({ program: async () => {} }));
  await stack.up();
  program = kept;
  await stack.up();
  program = async () => {
    throw new Error("on purpose");
  };
  await tell("a program that throws", () => stack.up());
  await tell("the same in a preview", () => stack.preview());
  program = async () => ({ size: new pulumi.Config().require("size") });
  await tell("missing configuration", () => stack.up());
  program = async () => ({ more: 1 });
  await tell("changes that were not expected", () => stack.preview({ expectNoChanges: true }));
  await tell("a stack with resources", () => stack.workspace.removeStack("dev"));
  const wrong = { ...workspace, envVars: { ...options.envVars, PULUMI_CONFIG_PASSPHRASE: "wrong" } };
  const locked = await LocalWorkspace.selectStack(args, wrong);
  await locked.setConfig("plain", { value: "1" });
  await tell("wrong passphrase", () => locked.up());
  await stack.destroy();
  return told;
}

function kindOf(error: unknown): unknown {
  const kinds = { StackNotFoundError, StackAlreadyExistsError, ConcurrentUpdateError, CommandError };
  const [name] = Object.entries(kinds).find(([, kind]) => error instanceof kind) ?? ["another error"];
  const { message, name: own } = error as Error;
  return [name, own, ["on purpose", "size"].filter((word) => message.includes(word))];
}
