import { fullStackName, type StackReference } from "./stack-reference";

/** Where the CLI keeps what, under the bucket's root. */
export const metaKey = ".pulumi/meta.yaml";
export const stacksFolder = ".pulumi/stacks";

/** The folder of a project's stacks. */
export function projectFolder(project: string): string {
  return `${stacksFolder}/${project}`;
}

/** A stack's checkpoint, before what says how it is compressed. */
export function checkpointKey({ project, name }: StackReference): string {
  return `${projectFolder(project)}/${name}.json`;
}

export function tagsKey({ project, name }: StackReference): string {
  return `${projectFolder(project)}/${name}.pulumi-tags`;
}

export function historyFolder({ project, name }: StackReference): string {
  return `.pulumi/history/${project}/${name}`;
}

export function backupsFolder({ project, name }: StackReference): string {
  return `.pulumi/backups/${project}/${name}`;
}

export function locksFolder(stack: StackReference): string {
  return `.pulumi/locks/${fullStackName(stack)}`;
}
