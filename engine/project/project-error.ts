import { EngineError } from "../errors";

/** A project, a stack's settings or its configuration are not what they have to be. */
export class ProjectError extends EngineError {
  override readonly name: string = "ProjectError";
}

/** There is no Pulumi.yaml, here or above. */
export class NoProjectError extends ProjectError {
  override readonly name = "NoProjectError";

  /** @param isThere whether there is such a folder */
  constructor(
    readonly directory: string,
    isThere: boolean,
  ) {
    const missing = isThere ? `no Pulumi.yaml in ${directory} or above it` : `no folder ${directory}`;
    super(`there is ${missing}: go to the project's folder, or make a project there`);
  }
}

/** The configuration is missing values that the project asks for, or has wrong ones. */
export class ConfigError extends ProjectError {
  override readonly name = "ConfigError";
}
