import { delimiter, dirname, join } from "node:path";
import { capture, run, type CommandResult } from "./setup/command";
import { ensurePulumi } from "./setup/pulumi";
import { OFFLINE } from "./pulumi/offline";

/** A terminal that was just opened by somebody whose home is the given folder: no variable and no PATH of npm's or ours. */
export async function newTerminal(
  home: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<(cwd: string, script: string) => Promise<CommandResult>> {
  const environment = Object.entries({
    HOME: home,
    PATH: [await ensurePulumi(), dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter),
    // Pulumi asks /etc/passwd, not HOME, where the home is: its own settings, and what "pulumi login --local" means.
    PULUMI_HOME: join(home, ".pulumi"),
    PULUMI_BACKEND_URL: `file://${home}`,
    ...OFFLINE,
    // Who sits at a terminal answers "yes" by hand.
    PULUMI_SKIP_CONFIRMATIONS: "true",
    npm_config_cache: await run(["npm", "config", "get", "cache"]),
    npm_config_prefer_offline: "true",
    npm_config_update_notifier: "false",
    ...variables,
  }).map(([name, value]) => `${name}=${value}`);
  return (cwd, script) => capture(["env", "-i", ...environment, "sh", "-euc", script], { cwd });
}
