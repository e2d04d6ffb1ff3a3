import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import type { Surroundings } from "./surroundings";

class Shop extends pulumi.ComponentResource {
  readonly sign: pulumi.Output<string>;

  constructor(name: string, owner: string) {
    super("test:index:Shop", name);
    this.sign = pulumi.output(`${name} of ${owner} in ${pulumi.getProject()}/${pulumi.getStack()}`);
    this.registerOutputs({ sign: this.sign });
  }
}

const program = async () => {
  const owner = new pulumi.Config().require("owner");
  await new Promise((resolve) => setImmediate(resolve));
  return { sign: new Shop("shop", owner).sign, urn: new Shop("other", owner).urn };
};

/** Three stacks of one function at once in one process. */
export default async function ({ folder, options }: Surroundings): Promise<unknown> {
  const deploy = async (stackName: string): Promise<unknown> => {
    const workDir = join(folder, stackName);
    await mkdir(workDir);
    const args = { stackName, projectName: "concurrent", program };
    const stack: Stack = await LocalWorkspace.createStack(args, { ...options, workDir });
    await stack.setConfig("owner", { value: stackName.toUpperCase() });
    const { outputs, summary } = await stack.up();
    const { summary: destroyed } = await stack.destroy();
    return [stack.name, outputs, summary.resourceChanges, destroyed.resourceChanges];
  };
  return Promise.all(["one", "two", "three"].map(deploy));
}
