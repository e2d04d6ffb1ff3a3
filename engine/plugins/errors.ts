import { EngineError } from "../errors";

/** A plugin is not installed, or not in the version that is asked for. */
export class PluginNotFoundError extends EngineError {
  override readonly name = "PluginNotFoundError";
}

/** A plugin did not come up, or spoke something else than the protocol. */
export class PluginStartError extends EngineError {
  override readonly name = "PluginStartError";
}
