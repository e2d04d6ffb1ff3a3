/** The start of the `moorage` command. */
import type * as cli from "../cli/main";
import { foreseeHosts, openForeseen } from "./foresee-hosts";
import { foreseeKey } from "./foresee-key";
import { keepModules } from "./keep-modules";
import { loadGrpcLazily } from "./lazy-grpc";
import { optimizeLater } from "./optimize-later";
import { widenYoungSpace } from "./young-space";

foreseeKey(process.argv.slice(2), process.env);
foreseeHosts(process.argv.slice(2), process.env);
widenYoungSpace();
optimizeLater();
const [word = ""] = process.argv.slice(2);
keepModules(`moorage ${/^[a-z-]{1,20}$/.test(word) ? word : ""}`);
loadGrpcLazily();
const isDialling = openForeseen();
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would come before
void (require("../cli/main") as typeof cli).main(isDialling);
