import { join } from "node:path";
import { ensurePulumi } from "../setup/pulumi";

/** Who runs a stack's program: Pulumi's engine or the embedded one, by the `moorage` command. Their command lines are the same. */
export type EngineName = "pulumi" | "moorage";

const repository = join(__dirname, "../../..");

/** The command that runs a stack under an engine, without its arguments. */
export async function engineCommand(engine: EngineName): Promise<readonly string[]> {
  if (engine === "pulumi")
    return [join(await ensurePulumi(), "pulumi"), "--non-interactive", "--color=never"];
  return [process.execPath, join(repository, "dist/bin/moorage")];
}

/** Describes what must be so whichever engine runs the stack: the tests of all nouns are such. */
export function describeUnderBothEngines(
  title: string,
  body: (this: Mocha.Suite, engine: EngineName) => void,
): void {
  for (const engine of ["pulumi", "moorage"] as const) {
    describe(`${title}, under ${engine}`, function () {
      body.call(this, engine);
    });
  }
}
