import { createHash } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Project } from "./project";
import { ProjectError } from "./project-error";

/** The environment variables that say which stack is selected. */
export interface SelectionEnvironment {
  readonly PULUMI_STACK?: string | undefined;
  readonly PULUMI_HOME?: string | undefined;
}

/**
 * The stack that `pulumi stack select` chose for a project on this machine, or PULUMI_STACK; undefined for none.
 *
 * @returns `<stack>` or `organization/<project>/<stack>`, whichever was written
 * @throws ProjectError for a note of the CLI that cannot be read
 */
export async function selectedStack(
  project: Project,
  environment: SelectionEnvironment,
): Promise<string | undefined> {
  if (environment.PULUMI_STACK) return environment.PULUMI_STACK;
  const folder = join(environment.PULUMI_HOME || join(homedir(), ".pulumi"), "workspaces");
  // The CLI names its note by the path that it was given, behind whatever links.
  const paths = new Set([project.file, await realpath(project.file)]);
  for (const path of paths) {
    const hash = createHash("sha1").update(path).digest("hex");
    const stack = await readNote(join(folder, `${project.name}-${hash}-workspace.json`));
    if (stack !== undefined) return stack;
  }
  return undefined;
}

async function readNote(path: string): Promise<string | undefined> {
  try {
    const { stack } = (JSON.parse(await readFile(path, "utf8")) ?? {}) as { stack?: unknown };
    return typeof stack === "string" && stack !== "" ? stack : undefined;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    const problem = (cause as Error).message;
    throw new ProjectError(`${path}, which says what stack is selected, cannot be read: ${problem}`, {
      cause,
    });
  }
}
