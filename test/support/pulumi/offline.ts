/**
 * What keeps Pulumi's CLI from the network: it would look for a newer version of itself, and, at every operation, try for
 * seconds to download the plugin of each package in node_modules that has one.
 */
export const OFFLINE = {
  PULUMI_SKIP_UPDATE_CHECK: "true",
  PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
} as const;
