export { typeName, type ConfigDeclaration, type ItemType } from "./config-type";
export {
  decryptValue,
  Encrypted,
  holdsSecret,
  mapSecrets,
  readConfigValue,
  valueAtPath,
  writeConfigValue,
  type ConfigValue,
} from "./config-value";
export { findProject } from "./find-project";
export { readProject, readProjectFile, stackSettingsPath, type PluginPath, type Project } from "./project";
export { ConfigError, NoProjectError, ProjectError } from "./project-error";
export { selectedStack, selectStack, type SelectionEnvironment } from "./selected-stack";
export { listedConfig, plainConfig, stackConfig, type StackConfig, type Unlock } from "./stack-config";
export { fullKey, StackSettings, valueAtKey, type KeyOptions } from "./stack-settings";
