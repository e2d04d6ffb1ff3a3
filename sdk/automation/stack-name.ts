/** A stack's full name; of a file backend, the organization is `organization`. */
export function fullyQualifiedStackName(org: string, project: string, stack: string): string {
  return `${org}/${project}/${stack}`;
}
