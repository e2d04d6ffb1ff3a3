import * as moorage from "moorage";
import { LocalWorkspace } from "moorage/automation";

// `npx ts-node index.ts up`: a program of yours deploys, and there is no Pulumi CLI. The machine is what ADDRESS, PORT
// and KEY_FILE say, the state is where PULUMI_BACKEND_URL says, its secrets' key is PULUMI_CONFIG_PASSPHRASE.
const { ADDRESS: address = "203.0.113.10", PORT: port = "22", KEY_FILE: keyFile = "" } = process.env;

async function program(): Promise<object> {
  const host = new moorage.Host("web-1", {
    connection: { address, port: Number(port), credential: "web-1" },
  });
  const image = new moorage.Image("web", { host, name: "nginx:1.27" });
  const web = new moorage.Container("web", {
    host,
    image,
    ports: [{ host: 8080, container: 80, public: true }],
  });
  return { containerId: web.containerId };
}

async function main(command = "up"): Promise<void> {
  const stack = await LocalWorkspace.createOrSelectStack({
    stackName: "dev",
    projectName: "automation",
    program,
  });
  await stack.setConfig("moorage:credentials.web-1.privateKeyFile", { value: keyFile }, true);
  const shown = { onOutput: (text: string) => process.stdout.write(text), runProgram: true };
  const { summary } = await (command === "destroy" ? stack.destroy(shown) : stack.up(shown));
  console.log(JSON.stringify(summary.resourceChanges));
}

void main(process.argv[2]);
