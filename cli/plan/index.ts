export { planPage } from "./page";
export { writePlanPage } from "./write-page";
