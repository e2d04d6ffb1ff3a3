export { generateCode, type CodeRequest, type GeneratedCode } from "./generate-code";
export type { SecretValue } from "./secret-values";
