/** The start of the `moorage` command. */
import { setFlagsFromString } from "node:v8";
import { keepModules } from "./keep-modules";

// What a program makes lives as long as its run: to wait with the collection of what is young only takes memory.
// What V8 has compiled holds under the same flags only, so that it comes first.
setFlagsFromString("--semi-space-growth-factor=1");

const [word = ""] = process.argv.slice(2);
keepModules(`moorage ${/^[a-z-]{1,20}$/.test(word) ? word : ""}`);
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would come before
require("../cli/main");
