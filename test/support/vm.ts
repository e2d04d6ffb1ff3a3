import { constants, existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { announce } from "./setup/announce";
import { run, type CommandResult } from "./setup/command";
import { oneAtATime } from "./setup/lock";
import { removeScratchFolder, scratchFolder } from "./setup/scratch";
import { waitFor } from "./setup/wait-for";
import { clientKey, type ClientKey } from "./hosts/client-key";
import { freePort } from "./hosts/free-port";
import { sshBanner } from "./hosts/ssh-banner";
import { sshRun } from "./hosts/ssh-run";
import { ensureVmDisk } from "./vm/disk";
import { ensureQemu, startQemu, type Qemu } from "./vm/qemu";
import { writeSeed, type CloudConfig } from "./vm/seed";

export { whyNoVm } from "./vm/qemu";

const BOOT_SECONDS = 300;

export interface VmOptions {
  /** Ports of the machine that are to be reached from here, besides SSH's. */
  readonly publish?: readonly number[];
  /**
   * Added to cloud-init's configuration, e.g. `{ runcmd: [["sleep", "20"]] }`. The machine then boots for the first time, and
   * cloud-init may still be at work when SSH answers; without it the machine is a copy of one that has come to rest.
   */
  readonly cloudConfig?: CloudConfig;
}

/**
 * Starts a real machine (own kernel, AppArmor, cgroup v2, cloud-init) with Debian bookworm and no Docker, and waits until it
 * answers SSH: in seconds, or in about a minute where it boots. Ask `whyNoVm` first.
 */
export async function startVm(options: VmOptions = {}): Promise<TestVm> {
  await ensureQemu();
  const disk = await ensureVmDisk();
  if (options.cloudConfig !== undefined) return boot(disk, options.cloudConfig, options.publish ?? []);
  const saved = await ensureSavedVm(disk);
  const vm = await TestVm.prepare(disk, options.publish ?? []);
  for (const file of ["disk.qcow2", "seed.iso"]) {
    await copyFile(join(saved, file), join(vm.folder, file), constants.COPYFILE_FICLONE);
  }
  await vm.run({ fromSaved: true });
  // The copy believes that it is the day on which the state was saved.
  await vm.exec(`date --set=@${Math.floor(Date.now() / 1000)}`);
  return vm;
}

/** An emulated machine. Its users are root and `deploy` (sudo without password); both accept the client key. */
export class TestVm {
  readonly address = "127.0.0.1";
  #qemu: Qemu | undefined;

  private constructor(
    readonly folder: string,
    readonly key: ClientKey,
    private readonly disk: string,
    private readonly ports: ReadonlyMap<number, number>,
  ) {}

  static async prepare(disk: string, publish: readonly number[]): Promise<TestVm> {
    const ports = new Map<number, number>();
    for (const port of [22, ...publish]) ports.set(port, await freePort());
    return new TestVm(await scratchFolder(), await clientKey(), disk, ports);
  }

  /** The port of this machine at which the VM's sshd answers. */
  get port(): number {
    return this.published(22);
  }

  /** The port of this machine that leads to a port of the VM. */
  published(port: number): number {
    const published = this.ports.get(port);
    if (published === undefined) throw new Error(`port ${port} of the VM is not published`);
    return published;
  }

  /** Runs a shell command as root, whatever its exit code. */
  async capture(command: string): Promise<CommandResult> {
    const { privateKey } = this.key;
    return sshRun({ host: this.address, port: this.port, username: "root", privateKey }, command);
  }

  /** Runs a shell command as root and returns its standard output; any exit code but 0 throws. */
  async exec(command: string): Promise<string> {
    const { code, stdout, stderr } = await this.capture(command);
    if (code !== 0) throw new Error(`"${command}" on the VM ended with exit code ${code}: ${stderr}`);
    return stdout.trim();
  }

  async remove(): Promise<void> {
    await this.#qemu?.kill();
    await removeScratchFolder(this.folder);
  }

  /** Saves the machine's state in its disk and ends it. */
  async saveAndQuit(): Promise<void> {
    await this.#qemu?.saveAndQuit();
  }

  /** Starts the machine and waits until it answers SSH. */
  async run(options: { fromSaved: boolean }): Promise<void> {
    const qemu = await startQemu({ folder: this.folder, boot: this.disk, forwards: this.ports, ...options });
    this.#qemu = qemu;
    await waitFor(
      "the VM to answer SSH",
      async () => {
        if (qemu.hasEnded()) throw new Error(`QEMU ended: ${await this.#qemuLog()}`);
        return sshBanner(this.address, this.port);
      },
      { timeoutSeconds: BOOT_SECONDS, everyMs: 200 },
    );
  }

  async #qemuLog(): Promise<string> {
    return readFile(join(this.folder, "qemu.log"), "utf8");
  }
}

async function boot(disk: string, config: CloudConfig, publish: readonly number[]): Promise<TestVm> {
  const vm = await TestVm.prepare(disk, publish);
  await writeSeed(vm.folder, vm.key.publicKey, config);
  const backing = ["-b", join(disk, "disk.raw"), "-F", "raw"];
  await run(["qemu-img", "create", "-q", "-f", "qcow2", ...backing, join(vm.folder, "disk.qcow2")]);
  await vm.run({ fromSaved: false });
  return vm;
}

/** The folder with the disk and the seed of a machine whose first boot is over, with its state. */
async function ensureSavedVm(disk: string): Promise<string> {
  const folder = join(disk, "saved");
  return oneAtATime("saved-vm", async () => {
    if (!existsSync(folder)) await saveVm(disk, folder);
    return folder;
  });
}

async function saveVm(disk: string, folder: string): Promise<void> {
  announce("booting the virtual machine for the first time and saving its state (a minute)");
  const vm = await boot(disk, {}, []);
  try {
    await vm.exec("cloud-init status --wait");
    await vm.saveAndQuit();
    const partial = join(vm.folder, "saved");
    await mkdir(partial);
    for (const file of ["disk.qcow2", "seed.iso"]) await rename(join(vm.folder, file), join(partial, file));
    await rename(partial, folder);
  } finally {
    await vm.remove();
  }
}
