import * as pulumi from "@pulumi/pulumi";
import { fullyQualifiedStackName, LocalWorkspace } from "@pulumi/pulumi/automation";
import type { Surroundings } from "./surroundings";

interface Exported {
  readonly resources: readonly { readonly urn: string; readonly outputs?: object }[];
}

/** A stack's state and what is noted on it: exported, imported, extended by an import, tagged, renamed. */
export default async function ({ folder, options }: Surroundings): Promise<unknown> {
  const program = async () => {
    new pulumi.ComponentResource("test:index:Thing", "thing");
    return { secret: pulumi.secret("hush") };
  };
  const args = { stackName: "dev", projectName: "kept", program };
  const stack = await LocalWorkspace.createStack(args, { ...options, workDir: folder });
  await stack.up();
  const exported = await stack.exportStack();
  const { resources } = exported.deployment as Exported;
  await stack.destroy();
  await stack.importStack(exported);
  const restored = await stack.outputs();
  const imported = await stack.import({
    protect: false,
    generateCode: false,
    resources: [{ type: "test:index:Thing", name: "more", component: true }],
  });
  await stack.setTag("owner", "somebody");
  await stack.setTag("colour", "blue");
  await stack.removeTag("colour");
  const tags = { owner: await stack.getTag("owner"), all: Object.keys(await stack.listTags()) };
  const renamed = await stack.rename({ stackName: "prod" });
  await stack.cancel();
  const names = (await stack.workspace.listStacks()).map(({ name, current }) => [name, current]);
  const { urn: after } = ((await stack.exportStack()).deployment as Exported).resources[0] ?? {};
  const destroyed = await stack.destroy({ remove: true });
  return {
    version: exported.version,
    resources: resources.map(({ outputs, urn }) => [urn, outputs]),
    restored,
    imported: [imported.summary.kind, imported.summary.result, imported.summary.resourceChanges],
    tags,
    renamed: [renamed.summary.kind, stack.name, names, after],
    destroyed: destroyed.summary.resourceChanges,
    full: fullyQualifiedStackName("organization", "kept", "prod"),
  };
}
