/** The start of the plugin. */
import { keepModules } from "./keep-modules";

keepModules("plugin");
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would come before
require("../providers/main");
