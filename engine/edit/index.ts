export { deleteResources, type DeleteOptions, type Deletion } from "./delete-resources";
export { EditError, HasDependentsError, ProtectedResourceError, ResourceNotFoundError } from "./edit-error";
export { editState, type EditOptions } from "./edit-state";
export { findResources } from "./find-resources";
export { protectResources } from "./protect-resources";
export { renameResource } from "./rename-resource";
