import { LocalWorkspace, type ConfigMap } from "@pulumi/pulumi/automation";
import type { Surroundings } from "./surroundings";

/** A stack's configuration: plain and secret, one by one and together, by paths, and back to the last deployment's. */
export default async function ({ folder, options }: Surroundings): Promise<unknown> {
  const program = async () => {};
  const args = { stackName: "dev", projectName: "configured", program };
  const stack = await LocalWorkspace.createStack(args, {
    ...options,
    workDir: folder,
    stackSettings: { dev: { config: { "configured:begun": "yes" } } },
  });
  const normal: ConfigMap = { plain: { value: "text" }, hidden: { value: "hush", secret: true } };
  await stack.setAllConfig(normal);
  await stack.setConfig("servers[0].port", { value: "8080" }, true);
  await stack.setConfig("servers[0].open", { value: "true" }, true);
  await stack.setConfig("servers[1]", { value: "second" }, true);
  await stack.setConfig("vault.key", { value: "hush", secret: true }, true);
  await stack.setConfig("other:name", { value: "1" });
  await stack.setAllConfigJson(
    JSON.stringify({
      "configured:json": { value: '{"a":[1,true]}', objectValue: { a: [1, true] }, secret: false },
    }),
  );
  const all = await stack.getAllConfig();
  const each = {
    plain: await stack.getConfig("plain"),
    hidden: await stack.getConfig("configured:hidden"),
    port: await stack.getConfig("servers[0].port", true),
    servers: await stack.getConfig("servers"),
    key: await stack.getConfig("vault.key", true),
  };
  const { config, encryptionSalt } = await stack.workspace.stackSettings("dev");
  const { summary } = await stack.up();
  await stack.removeConfig("plain");
  await stack.removeAllConfig(["servers[0]", "other:name"], true);
  const removed = await stack.getAllConfig();
  const refreshed = await stack.refreshConfig();
  const hidden = await stack.history(1, 1, false);
  await stack.destroy({ remove: true });
  return {
    all,
    each,
    written: Object.keys(config ?? {}).sort(),
    hasSalt: encryptionSalt?.startsWith("v1:"),
    used: summary.config,
    removed,
    refreshed,
    hidden: hidden[0]?.config,
  };
}
