export { daily } from "./daily";
export { logs } from "./logs";
export { ps } from "./ps";
