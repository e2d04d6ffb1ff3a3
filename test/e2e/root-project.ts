import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { createStack, type StackOptions, type TestStack } from "../support/pulumi/stack";

const repository = join(__dirname, "../..");

/** A stack of the root project, in a copy whose sources a test may change. */
export async function createRootStack(options: Omit<StackOptions, "program">): Promise<TestStack> {
  const stack = await createStack({ program: "", ...options });
  const file = join(stack.folder, "Pulumi.yaml");
  const { name, plugins } = parse(await readFile(file, "utf8")) as Record<string, unknown>;
  const project = parse(await readFile(join(repository, "Pulumi.yaml"), "utf8")) as Record<string, unknown>;
  await writeFile(file, stringify({ ...project, name, plugins }));
  await cp(join(repository, "stacks"), join(stack.folder, "stacks"), { recursive: true });
  return stack;
}

/** Replaces a text in a file of the copy; it must be there once. */
export async function edit(stack: TestStack, path: string, from: string, to: string): Promise<void> {
  const file = join(stack.folder, path);
  const [before, after, ...more] = (await readFile(file, "utf8")).split(from);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${path} must have "${from}" once`);
  }
  await writeFile(file, before + to + after);
}
