export { performImport } from "./import";
export { perform } from "./perform";
