export { chooseStack, NoStackChosenError } from "./choose-stack";
export { createStack } from "./create-stack";
export { openProject, type OpenProject, type ProjectLocation } from "./open-project";
export { removeStack, type StackRemoval } from "./remove-stack";
export { renameStack } from "./rename-stack";
export { selectedReference } from "./selected";
export { ensureStackSecrets, stackSecrets, unlockStackSecrets } from "./stack-secrets";
