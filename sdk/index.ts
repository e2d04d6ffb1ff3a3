export * from "./container";
export * from "./container-app";
export * from "./host";
export * from "./image";
export { type HostLink, type JumpHost } from "./link";
export * from "./network";
export * from "./provider";
export * from "./sandbox";
export * from "./volume";
