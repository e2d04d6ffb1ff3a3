import type { ConfigMap, ConfigValue } from "./config";
import { changeConfig, changesOf, readConfig, readConfigValue } from "./configuration";
import { asCommand } from "./errors";
import { restoreConfig } from "./history";
import type { Home } from "./home";
import type { OutputMap } from "./output-map";
import { readDeployment, readOutputs, writeDeployment, type Deployment } from "./state";
import { readTag, readTags, writeTag, type TagMap } from "./tags";

/** What a workspace keeps of its stacks, by their names: configuration, tags, state and outputs. */
export abstract class WorkspaceData implements Home {
  abstract readonly workDir: string;
  abstract readonly pulumiHome?: string;
  abstract readonly secretsProvider?: string;
  abstract envVars: { [key: string]: string };

  /** A value of a stack's configuration, secrets in plain. @throws CommandError if there is none */
  getConfig(stackName: string, key: string, path = false): Promise<ConfigValue> {
    return asCommand(() => readConfigValue(this, stackName, key, { path }));
  }

  /** All values of a stack's configuration, secrets in plain. */
  getAllConfig(stackName: string): Promise<ConfigMap> {
    return asCommand(() => readConfig(this, stackName));
  }

  /**
   * Sets a value of a stack's configuration.
   *
   * @param path the key is a path into a map or a list: `data.servers[0]`
   */
  setConfig(stackName: string, key: string, value: ConfigValue, path = false): Promise<void> {
    return this.setAllConfig(stackName, { [key]: value }, path);
  }

  /** Sets several values of a stack's configuration at once. */
  setAllConfig(stackName: string, config: ConfigMap, path = false): Promise<void> {
    const changes = Object.entries(config).map(([key, set]) => ({ key, set, path }));
    return asCommand(() => changeConfig(this, stackName, changes));
  }

  /** Removes a value of a stack's configuration; it may be gone already. */
  removeConfig(stackName: string, key: string, path = false): Promise<void> {
    return this.removeAllConfig(stackName, [key], path);
  }

  /** Removes several values of a stack's configuration. */
  removeAllConfig(stackName: string, keys: string[], path = false): Promise<void> {
    const changes = keys.map((key) => ({ key, remove: true as const, path }));
    return asCommand(() => changeConfig(this, stackName, changes));
  }

  /** Sets several values of a stack's configuration by a text that is as `pulumi config --json` prints it. */
  setAllConfigJson(stackName: string, configJson: string): Promise<void> {
    return asCommand(async () => changeConfig(this, stackName, changesOf(configJson)));
  }

  /** Puts the configuration of the last operation in the place of the stack's, and tells it. */
  async refreshConfig(stackName: string): Promise<ConfigMap> {
    await asCommand(() => restoreConfig(this, stackName));
    return this.getAllConfig(stackName);
  }

  /** A tag of a stack. @throws CommandError if there is none of that name */
  getTag(stackName: string, key: string): Promise<string> {
    return asCommand(() => readTag(this, stackName, key));
  }

  /** Sets a tag of a stack. */
  setTag(stackName: string, key: string, value: string): Promise<void> {
    return asCommand(() => writeTag(this, stackName, key, value));
  }

  /** Removes a tag of a stack; it may be gone already. */
  removeTag(stackName: string, key: string): Promise<void> {
    return asCommand(() => writeTag(this, stackName, key, undefined));
  }

  /** All tags of a stack. */
  listTags(stackName: string): Promise<TagMap> {
    return asCommand(() => readTags(this, stackName));
  }

  /** A stack's state, its secrets in plain. */
  exportStack(stackName: string): Promise<Deployment> {
    return asCommand(() => readDeployment(this, stackName));
  }

  /** Puts a state in the place of a stack's. @throws ConcurrentUpdateError; CommandError for a state of another stack */
  importStack(stackName: string, state: Deployment): Promise<void> {
    return asCommand(() => writeDeployment(this, stackName, state));
  }

  /** The outputs of a stack's last update. */
  stackOutputs(stackName: string): Promise<OutputMap> {
    return asCommand(() => readOutputs(this, stackName));
  }
}
