export { chooseStack, NoStackChosenError } from "./choose-stack";
export { openProject, type OpenProject, type ProjectLocation } from "./open-project";
export { ensureStackSecrets, stackSecrets } from "./stack-secrets";
