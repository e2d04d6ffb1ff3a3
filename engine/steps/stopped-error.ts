import { EngineError } from "../errors";

/** The operation has stopped, by a failure elsewhere or because it was canceled; it takes no registrations. */
export class DeploymentStoppedError extends EngineError {
  override readonly name = "DeploymentStoppedError";

  constructor() {
    super("the operation has stopped and takes no more resources");
  }
}
