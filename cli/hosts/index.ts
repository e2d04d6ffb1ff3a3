export { daily } from "./daily";
export { ps } from "./ps";
