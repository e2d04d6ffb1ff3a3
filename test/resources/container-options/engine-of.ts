import { ensureEngine } from "../../../providers/linux/engine";
import { ProcessHosts } from "../../../providers/resources/hosts";
import { SshPool } from "../../../providers/ssh/pool";
import { answersOf, machineOf, TestConnection } from "../../linux/machine";
import { startHost, type TestHost } from "../../support/host";
import type { Suite } from "../../support/hosts/base-image";
import { type LocalHost, onEngine } from "../engine-context";
import { firstDisk } from "./option-suite";

/** A disk that the machine has. */
export const HOST_DISK = "/dev/disk-of-tests";

/** The engine of a throwaway machine, behind SSH. */
export async function engineOf(suite: Suite, prefix: string): Promise<LocalHost> {
  const machine = await startMachine(suite);
  await machine.exec(["mknod", HOST_DISK, "b", ...firstDisk().numbers]);
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
  const host = onEngine(engine, prefix);
  return {
    ...host,
    async close() {
      await host.close();
      await hosts.close();
      await machine.remove();
    },
  };
}

async function startMachine(suite: Suite): Promise<TestHost> {
  if (suite !== "sid") return startHost({ suite, flavour: "docker" });
  // Its systemd does not start where the kernel has cgroups of version 1; its engine does.
  const host = await startHost({ suite, flavour: "bare" });
  const connection = new TestConnection();
  try {
    const remote = await connection.remote(host, "root", undefined);
    const wishes = { install: true, settings: { wanted: {}, formerlyWanted: {} } };
    await ensureEngine(await machineOf(remote), answersOf(remote), wishes);
    return host;
  } catch (error) {
    await host.remove();
    throw error;
  } finally {
    await connection.close();
  }
}
