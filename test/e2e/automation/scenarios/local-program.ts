import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import type { Surroundings } from "./surroundings";

const program = `
const pulumi = require("@pulumi/pulumi");
const config = new pulumi.Config();
exports.greeting = "hello " + config.require("name");
exports.colour = process.env.COLOUR;
exports.folder = require("node:path").basename(process.cwd());
`;

/** A project in a folder, with a configuration and an environment of its own. */
export default async function ({ folder, options }: Surroundings): Promise<unknown> {
  const workDir = join(folder, "project");
  await mkdir(workDir);
  await writeFile(join(workDir, "Pulumi.yaml"), "name: local\nruntime: nodejs\ndescription: A project\n");
  await writeFile(join(workDir, "index.js"), program);
  const envVars = { ...options.envVars, COLOUR: "blue" };
  const stack = await LocalWorkspace.createStack({ stackName: "dev", workDir }, { ...options, envVars });
  await stack.setConfig("name", { value: "you" });
  const first = await stack.up();
  await stack.setConfig("name", { value: "them" });
  const preview = await stack.preview();
  const second = await stack.up({ refresh: true });
  const settings = await stack.workspace.projectSettings();
  const current = await stack.workspace.stack();
  await stack.destroy({ remove: true });
  return {
    first: [first.outputs, first.summary.config],
    preview: preview.changeSummary,
    second: [second.outputs, second.summary.resourceChanges],
    settings,
    current: [current?.name, current?.current, current?.resourceCount],
    left: await stack.workspace.listStacks(),
  };
}
