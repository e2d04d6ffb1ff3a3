import { LocalWorkspace } from "@pulumi/pulumi/automation";
import * as moorage from "moorage";
import type { Surroundings } from "./surroundings";

/** A function as the program: previewed, deployed, read again, destroyed, and its stack removed. */
export default async function ({ folder, options }: Surroundings): Promise<unknown> {
  const program = async () => {
    const certificate = new moorage.Certificate("shop", { names: ["shop.internal"] });
    return { names: ["shop.internal"], isDue: certificate.isDue, key: certificate.privateKey };
  };
  const args = { stackName: "dev", projectName: "inline", program };
  const stack = await LocalWorkspace.createOrSelectStack(args, { ...options, workDir: folder });

  const preview = await stack.preview();
  const printed: string[] = [];
  const kinds = new Set<string>();
  const first = await stack.up({
    message: "the first",
    onOutput: (text) => printed.push(text),
    onEvent: (event) => Object.keys(event).forEach((kind) => kinds.add(kind)),
  });
  const again = await stack.up({ expectNoChanges: true });
  const refreshed = await stack.refresh();
  const found = await LocalWorkspace.selectStack(args, { ...options, workDir: folder });
  const { names, isDue, key } = await found.outputs();
  const destroyed = await stack.destroy();
  const history = await stack.history();
  await stack.workspace.removeStack("dev");
  const left = await stack.workspace.listStacks();
  return {
    preview: preview.changeSummary,
    first: [first.summary.kind, first.summary.result, first.summary.message, first.summary.resourceChanges],
    hasPrinted: printed.join("").includes("shop"),
    // The CLI tells what the SDK logs for its own debugging, too.
    kinds: [...kinds].filter((kind) => kind !== "diagnosticEvent").sort(),
    again: again.summary.resourceChanges,
    refreshed: [refreshed.summary.kind, refreshed.summary.resourceChanges],
    outputs: [names, isDue, key?.secret, typeof key?.value],
    destroyed: [destroyed.summary.kind, destroyed.summary.resourceChanges],
    history: history.map(({ kind, result, version }) => [kind, result, version]),
    left,
  };
}
