import { engineAddressOf, runPlugin } from "../../../providers/grpc/plugin-process";
import { noHosts, nouns, schema } from "../door/door";
import { fileLifecycle } from "./lifecycle";
import { Objects } from "./objects";

const folder = process.env["MOORAGE_FAKE_OBJECTS"];
if (folder === undefined) throw new Error("MOORAGE_FAKE_OBJECTS must name a folder");
const lifecycle = fileLifecycle(new Objects(folder));

void runPlugin({
  version: "0.1.0",
  schema,
  lifecycles: Object.fromEntries(nouns.map((noun) => [noun, lifecycle])),
  functions: {},
  openHosts: () => noHosts,
  credentialsFile: process.env["MOORAGE_CREDENTIALS_FILE"],
  engineAddress: engineAddressOf(process.argv.slice(2)),
});
