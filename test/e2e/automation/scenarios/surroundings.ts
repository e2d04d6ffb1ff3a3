/** What a scenario is run in: options of a workspace, and a folder of its own. */
export interface Surroundings {
  readonly folder: string;
  readonly options: { readonly pulumiHome: string; readonly envVars: { readonly [name: string]: string } };
}
