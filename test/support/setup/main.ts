import { spawn } from "node:child_process";
import { delimiter } from "node:path";
import { ensureEngine, stopEngine } from "./engine";
import { ensurePulumi } from "./pulumi";
import { hasHostsInUse, removeLeftoverHosts } from "../hosts/leftovers";
import { announce } from "./announce";
import { removeStaleScratchFolders } from "./scratch";

const USAGE = `usage: ts-node test/support/setup/main.ts VERB
  up                start a Docker engine, if none answers, and leave it running
  down              end the engine that \`up\` started
  clean             remove the throwaway hosts and folders that killed test runs left behind
  pulumi            print the folder of the real Pulumi CLI, built if there is none
  run COMMAND …     run a command with an engine and Pulumi at hand, and end what was started for it`;

async function main(verb: string | undefined, rest: readonly string[]): Promise<number> {
  switch (verb) {
    case "up":
      await ensureEngine();
      return 0;
    case "down":
      await stopEngine();
      return 0;
    case "clean":
      await removeLeftoverHosts();
      await removeStaleScratchFolders();
      return 0;
    case "pulumi":
      process.stdout.write(`${await ensurePulumi()}\n`);
      return 0;
    case "run":
      return runWithSetup(rest);
    case undefined:
    default:
      throw new Error(USAGE);
  }
}

async function runWithSetup([program, ...args]: readonly string[]): Promise<number> {
  if (program === undefined) throw new Error(USAGE);
  // A terminal interrupts the children as well; this process has to outlive them to end the engine.
  process.on("SIGINT", () => undefined);
  const engine = await ensureEngine();
  try {
    const path = `${await ensurePulumi()}${delimiter}${process.env["PATH"] ?? ""}`;
    const child = spawn(program, args, { stdio: "inherit", env: { ...process.env, PATH: path } });
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    return await new Promise<number>((resolve, reject) => {
      child.once("error", reject).once("exit", (code) => resolve(code ?? 1));
    });
  } finally {
    if (await hasHostsInUse()) announce("leaving the engine to another test run that uses it");
    else await engine.stop();
  }
}

main(process.argv[2], process.argv.slice(3)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
