import { announce } from "../setup/announce";
import { run } from "../setup/command";
import { isAlive } from "../setup/process-alive";
import { OWNER_LABEL } from "./engine-cli";

/** Removes the hosts of test runs that have ended; those of a run that is under way stay. */
export async function removeLeftoverHosts(): Promise<void> {
  for (const { name, isInUse } of await hosts()) {
    if (isInUse) continue;
    announce(`removing the host ${name}`);
    await run(["docker", "rm", "--force", "--volumes", name]);
  }
}

/** True if a test run that is under way has a host on the local engine. */
export async function hasHostsInUse(): Promise<boolean> {
  return (await hosts()).some(({ isInUse }) => isInUse);
}

async function hosts(): Promise<{ name: string; isInUse: boolean }[]> {
  const format = `{{.Names}} {{.Label "${OWNER_LABEL}"}}`;
  const list = await run(["docker", "ps", "--all", "--filter", `label=${OWNER_LABEL}`, "--format", format]);
  const lines = list.split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const [name = "", owner] = line.split(" ");
    return { name, isInUse: isAlive(Number(owner)) };
  });
}
