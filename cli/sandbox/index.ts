export { ls } from "./ls";
export { rm } from "./rm";
