import { openBackend, type Backend } from "../backend";
import { readProject, type Project } from "../project";
import { passphraseFrom, type PassphraseSource } from "../secrets";

/** Where a project is found. */
export interface ProjectLocation {
  /** The folder of Pulumi.yaml, or one below it. */
  readonly folder: string;
  /** @default PULUMI_BACKEND_URL, else the project's, else what `pulumi login` chose, else the user's home */
  readonly backendUrl?: string | undefined;
  /** @default PULUMI_CONFIG_PASSPHRASE, or the file that PULUMI_CONFIG_PASSPHRASE_FILE names */
  readonly passphrase?: PassphraseSource | undefined;
  /** @default the process's own */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/** A project with the place where its stacks are kept. */
export interface OpenProject {
  readonly project: Project;
  readonly backend: Backend;
  /** For its secrets; it is asked when the first one needs it. */
  readonly passphrase: PassphraseSource;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Finds a project, and where its stacks are kept, as the CLI would. Nothing is written.
 *
 * @throws NoProjectError, ProjectError, BackendError
 */
export async function openProject(location: ProjectLocation): Promise<OpenProject> {
  const environment = location.environment ?? process.env;
  const project = await readProject(location.folder);
  const backend = await openBackend({
    url: location.backendUrl,
    projectUrl: project.backendUrl,
    environment,
    workingDirectory: project.directory,
  });
  return { project, backend, environment, passphrase: location.passphrase ?? passphraseFrom(environment) };
}
