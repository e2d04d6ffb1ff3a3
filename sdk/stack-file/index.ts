export { type Configuration, type ConfigurationValue, stackConfiguration } from "./configuration";
export { deployStackFile, type StackFileResources } from "./deploy";
export { loadStackFile } from "./load";
export { StackFileError } from "./problem";
export type * from "./stack-file";
