import { createHash } from "node:crypto";
import { mkdir, readFile, realpath, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { writeAtomically } from "../atomic-file";
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
  for (const path of await notePaths(project, environment)) {
    const stack = await readNote(path);
    if (stack !== undefined) return stack;
  }
  return undefined;
}

/**
 * Selects a stack as `pulumi stack select` does.
 *
 * @param stack `organization/<project>/<stack>`; undefined for none
 */
export async function selectStack(
  project: Project,
  stack: string | undefined,
  environment: SelectionEnvironment,
): Promise<void> {
  const text = JSON.stringify({ stack }, undefined, 4);
  for (const path of await notePaths(project, environment)) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await (stack === undefined ? rm(path, { force: true }) : writeAtomically(path, [Buffer.from(text)]));
  }
}

/** The CLI names its note by the path that it was given, behind whatever links. */
async function notePaths(project: Project, environment: SelectionEnvironment): Promise<string[]> {
  const folder = join(environment.PULUMI_HOME || join(homedir(), ".pulumi"), "workspaces");
  return [...new Set([project.file, await realpath(project.file)])].map((path) => {
    const hash = createHash("sha1").update(path).digest("hex");
    return join(folder, `${project.name}-${hash}-workspace.json`);
  });
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
