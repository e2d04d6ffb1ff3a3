import { SshPool } from "../../providers/ssh/pool";
import { ProcessHosts } from "../../providers/resources/hosts";
import { startHost } from "../support/host";
import { describeOptions, firstDisk, PREFIX } from "./container-options/option-suite";
import { onEngine } from "./engine-context";

const DISK = "/dev/disk-of-tests";

describeOptions(
  "an engine of Debian trixie, behind SSH",
  async () => {
    const machine = await startHost({ suite: "trixie", flavour: "docker" });
    await machine.exec(["mknod", DISK, "b", ...firstDisk().numbers]);
    const config = { credentials: {}, deleteUnreachable: false, readTimeoutSeconds: 10 };
    const pool = new SshPool({ home: undefined, agentSocket: undefined });
    const hosts = new ProcessHosts(config, pool);
    const { signal } = new AbortController();
    const address = {
      address: machine.address,
      port: machine.port,
      user: "root",
      privateKey: machine.key.privateKey,
      hostKeys: [...machine.hostKeys].filter(Boolean),
    };
    const connection = await hosts.connect(address, { purpose: "apply", signal });
    const { engine } = await connection.openEngine(signal);
    const host = onEngine(engine, PREFIX);
    return {
      ...host,
      async close() {
        await host.close();
        await hosts.close();
        await machine.remove();
      },
    };
  },
  { disk: DISK, whole: false },
);
