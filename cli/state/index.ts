export { deleteFromState } from "./delete";
export { forget } from "./forget";
export { protect } from "./protect";
export { rename } from "./rename";
