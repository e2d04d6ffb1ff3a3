export { get } from "./get";
export { ls } from "./ls";
export { rm } from "./rm";
export { set } from "./set";
