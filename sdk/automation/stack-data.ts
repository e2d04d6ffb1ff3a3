import type { ConfigMap, ConfigValue } from "./config";
import type { LocalWorkspace } from "./local-workspace";
import type { OutputMap } from "./output-map";
import type { Deployment } from "./state";
import type { TagMap } from "./tags";

/** What is kept of a stack: its configuration, its tags, its state and its outputs. */
export abstract class StackData {
  protected constructor(
    public name: string,
    readonly workspace: LocalWorkspace,
  ) {}

  /** The state, its secrets in plain. */
  exportStack(): Promise<Deployment> {
    return this.workspace.exportStack(this.name);
  }

  /** Puts a state in the place of this one. @throws ConcurrentUpdateError; CommandError for a state of another stack */
  importStack(state: Deployment): Promise<void> {
    return this.workspace.importStack(this.name, state);
  }

  /** A value of the configuration, secrets in plain. @throws CommandError if there is none */
  getConfig(key: string, path?: boolean): Promise<ConfigValue> {
    return this.workspace.getConfig(this.name, key, path);
  }

  /** All values of the configuration, secrets in plain. */
  getAllConfig(): Promise<ConfigMap> {
    return this.workspace.getAllConfig(this.name);
  }

  /**
   * Sets a value of the configuration.
   *
   * @param path the key is a path into a map or a list: `data.servers[0]`
   */
  setConfig(key: string, value: ConfigValue, path?: boolean): Promise<void> {
    return this.workspace.setConfig(this.name, key, value, path);
  }

  /** Sets several values of the configuration at once. */
  setAllConfig(config: ConfigMap, path?: boolean): Promise<void> {
    return this.workspace.setAllConfig(this.name, config, path);
  }

  /** Sets several values of the configuration by a text that is as `pulumi config --json` prints it. */
  setAllConfigJson(configJson: string): Promise<void> {
    return this.workspace.setAllConfigJson(this.name, configJson);
  }

  /** Removes a value of the configuration; it may be gone already. */
  removeConfig(key: string, path?: boolean): Promise<void> {
    return this.workspace.removeConfig(this.name, key, path);
  }

  /** Removes several values of the configuration. */
  removeAllConfig(keys: string[], path?: boolean): Promise<void> {
    return this.workspace.removeAllConfig(this.name, keys, path);
  }

  /** Puts the configuration of the last operation in the place of the present one, and tells it. */
  refreshConfig(): Promise<ConfigMap> {
    return this.workspace.refreshConfig(this.name);
  }

  /** A tag. @throws CommandError if there is none of that name */
  getTag(key: string): Promise<string> {
    return this.workspace.getTag(this.name, key);
  }

  /** Sets a tag. */
  setTag(key: string, value: string): Promise<void> {
    return this.workspace.setTag(this.name, key, value);
  }

  /** Removes a tag; it may be gone already. */
  removeTag(key: string): Promise<void> {
    return this.workspace.removeTag(this.name, key);
  }

  /** All tags. */
  listTags(): Promise<TagMap> {
    return this.workspace.listTags(this.name);
  }

  /** The outputs of the last {@link up}. */
  outputs(): Promise<OutputMap> {
    return this.workspace.stackOutputs(this.name);
  }
}
