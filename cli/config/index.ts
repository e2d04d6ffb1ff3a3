export { cp } from "./cp";
export { get } from "./get";
export { ls } from "./ls";
export { refresh } from "./refresh";
export { rm } from "./rm";
export { set } from "./set";
export { rmAll, setAll } from "./set-all";
