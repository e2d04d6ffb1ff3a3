/** The start of the `moorage` command. */
import { setImmediate as nextTurn } from "node:timers/promises";
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
void start();

/* eslint-disable @typescript-eslint/no-require-imports -- imports would come before */
/**
 * A handshake takes several answers to the other side. Each waits for no more than one piece of what the command loads
 * meanwhile, in place of all of it.
 */
async function start(): Promise<void> {
  if (openForeseen()) {
    const pieces = [
      () => {},
      () => require("../engine/values"),
      () => require("../engine/project"),
      () => require("../cli/moorage"),
      () => require("../cli/display"),
      () => require("../cli/operations"),
    ];
    for (const load of pieces) {
      await nextTurn();
      load();
    }
  }
  require("../cli/main");
}
/* eslint-enable @typescript-eslint/no-require-imports */
