import { EngineError } from "../../errors";

/** The content of an asset or archive cannot be read. */
export class AssetError extends EngineError {
  override readonly name = "AssetError";
}
