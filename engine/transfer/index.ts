export { exportStack, type ExportedStack } from "./export-stack";
export { importStack, type ImportStackOptions } from "./import-stack";
export { inPlain } from "./in-plain";
