export { daily } from "./daily";
export { exec } from "./exec";
export { history } from "./history";
export { logs } from "./logs";
export { orphans } from "./orphans";
export { portForward } from "./port-forward";
export { ps } from "./ps";
export { ssh } from "./ssh";
