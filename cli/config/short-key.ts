/** A key as people write it: without the namespace that is the project's. */
export function shortKey(key: string, project: string): string {
  return key.startsWith(`${project}:`) ? key.slice(project.length + 1) : key;
}
