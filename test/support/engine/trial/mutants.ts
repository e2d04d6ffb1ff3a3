import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mutations, type Mutation } from "./mutations";
import { runAll } from "./pool";
import { traps } from "./traps";
import type { Trial } from "./trial";

const repository = join(__dirname, "../../../..");

/** Makes each mistake in a copy of the engine, and returns those that no trap has caught. */
export async function survivingMutants(): Promise<string[]> {
  const survivors: string[] = [];
  const waiting = [...mutations];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const trial = await trialOf(next);
      if (trial?.failure === undefined) survivors.push(next.title);
    }
  };
  await Promise.all([work(), work()]);
  return survivors;
}

async function trialOf(mutation: Mutation): Promise<Trial | undefined> {
  const trap = traps.find(({ title }) => title.includes(mutation.trap));
  if (trap === undefined) throw new Error(`There is no trap "${mutation.trap}".`);
  const folder = await copyWith(mutation);
  const worker = join(folder, "test/support/engine/trial/worker.ts");
  let trial: Trial | undefined;
  const onTrial = (_sequence: unknown, ended: Trial): void => void (trial = ended);
  try {
    await runAll([trap.sequence], { pair: "real-ours", workers: 1, worker, onTrial });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return trial;
}

async function copyWith({ file, from, to }: Mutation): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "moorage-mutant-"));
  for (const part of [
    "engine",
    "test/support/engine",
    "test/support/pulumi/offline.ts",
    "test/support/setup",
    "tsconfig.json",
    "package.json",
  ]) {
    await cp(join(repository, part), join(folder, part), { recursive: true });
  }
  await symlink(join(repository, "node_modules"), join(folder, "node_modules"));
  const path = join(folder, "engine", file);
  const text = await readFile(path, "utf8");
  if (!text.includes(from))
    throw new Error(`engine/${file} has no \`${from}\`: bring mutations.ts up to date.`);
  await writeFile(
    path,
    text.replace(from, () => to),
  );
  return folder;
}
