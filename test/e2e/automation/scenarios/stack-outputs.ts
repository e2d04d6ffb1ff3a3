import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, type PulumiFn } from "@pulumi/pulumi/automation";
import type { Surroundings } from "./surroundings";

/** The outputs of a stack: of every kind, secret and plain, changed, and read by another stack. */
export default async function ({ folder, options }: Surroundings): Promise<unknown> {
  const workspace = async (name: string) => {
    const workDir = join(folder, name);
    await mkdir(workDir);
    return { ...options, workDir };
  };
  let greeting = "hello";
  const program: PulumiFn = async () => ({
    greeting,
    list: [1, true, null, "text"],
    map: { inner: pulumi.output("later"), left: undefined },
    secret: pulumi.secret("hush"),
    nested: { deep: [pulumi.secret("hush")] },
    file: new pulumi.asset.StringAsset("content"),
  });
  const args = { stackName: "dev", projectName: "outputs", program };
  const stack = await LocalWorkspace.createStack(args, await workspace("outputs"));
  const before = await stack.outputs();
  const first = await stack.up();
  greeting = "goodbye";
  const second = await stack.up();

  const reader: PulumiFn = async () => {
    const source = new pulumi.StackReference("organization/outputs/dev");
    return { greeting: source.getOutput("greeting"), secret: source.getOutput("secret") };
  };
  const readerArgs = { stackName: "reader", projectName: "reader", program: reader };
  const other = await LocalWorkspace.createStack(readerArgs, await workspace("reader"));
  const read = await other.up();
  await other.destroy();
  await stack.destroy();
  return {
    before,
    first: first.outputs,
    second: second.outputs.greeting,
    read: read.outputs,
    after: await stack.outputs(),
  };
}
