import { announce } from "../setup/announce";
import { run } from "../setup/command";
import { isAlive } from "../setup/process-alive";
import { OWNER_LABEL } from "./engine-cli";
import { ownerOfSandbox } from "./sandbox-name";

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
  const list = await run(["docker", "ps", "--all", "--format", format]);
  return list.split("\n").flatMap((line) => {
    const [name = "", label = ""] = line.split(" ");
    const owner = label === "" ? ownerOfSandbox(name) : Number(label);
    return owner === undefined ? [] : [{ name, isInUse: isAlive(owner) }];
  });
}
