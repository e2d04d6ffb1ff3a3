/** The start of the `moorage` command. */
import { keepModules } from "./keep-modules";
import { widenYoungSpace } from "./young-space";

widenYoungSpace();
const [word = ""] = process.argv.slice(2);
keepModules(`moorage ${/^[a-z-]{1,20}$/.test(word) ? word : ""}`);
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would come before
require("../cli/main");
