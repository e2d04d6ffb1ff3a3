import { startHost, type TestHost } from "../../support/host";
import { ensureSandboxImage } from "../../support/hosts/sandbox-image";
import { onSeveralMachines } from "./list";
import { runExample } from "./run-example";

describe("The examples on several machines, or on one of their own", () => {
  let hosts: readonly TestHost[] = [];
  before(async () => {
    const options = { flavour: "docker", publish: [8080] } as const;
    await ensureSandboxImage("bookworm");
    hosts = await Promise.all([startHost(options), startHost(options)]);
  });
  after(async () => Promise.all(hosts.map((host) => host.remove())));

  for (const [name, example] of Object.entries(onSeveralMachines)) {
    it(`must deploy, serve, stay as they are and go: ${name}`, () => runExample(name, example, hosts));
  }
});
