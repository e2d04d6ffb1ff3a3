import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { findProgram } from "../setup/command";
import { canInstallPackages, ensurePackages } from "../setup/packages";
import { PID_FILE } from "../setup/scratch";
import { waitFor } from "../setup/wait-for";
import { monitorCommand } from "./monitor";

const PROGRAMS = [
  { program: "qemu-system-x86_64", package: "qemu-system-x86" },
  { program: "qemu-img", package: "qemu-utils" },
  { program: "genisoimage", package: "genisoimage" },
  { program: "mkfs.ext4", package: "e2fsprogs" },
];

/** The name under which a machine's state lies in its disk. */
const SNAPSHOT = "ready";

/** Why no virtual machine can be had here, or undefined if one can. */
export function whyNoVm(): string | undefined {
  if (process.arch !== "x64")
    return `this machine's architecture is ${process.arch}; the test machine is x86-64`;
  if (process.getuid?.() !== 0) return "its disk can be made by root only";
  const missing = PROGRAMS.filter(({ program }) => findProgram(program) === undefined);
  if (missing.length === 0 || canInstallPackages()) return undefined;
  return `there is no ${missing.map(({ program }) => program).join(", ")}, and this is no Debian to install it on`;
}

export async function ensureQemu(): Promise<void> {
  await ensurePackages(PROGRAMS);
}

export interface QemuOptions {
  /** Holds the machine's own `disk.qcow2` and `seed.iso`; pid, monitor, and console log are put there. */
  readonly folder: string;
  /** Holds `vmlinuz` and `initrd.img`. */
  readonly boot: string;
  /** Port of the guest to port of the loopback address. */
  readonly forwards: ReadonlyMap<number, number>;
  /** Go on from the state that was saved in the disk instead of booting. */
  readonly fromSaved: boolean;
}

/** A running machine. */
export interface Qemu {
  /** Saves the machine's state in its disk, to be gone on from, and ends the machine. */
  saveAndQuit(): Promise<void>;
  /** Ends the machine as by pulling its plug. */
  kill(): Promise<void>;
  hasEnded(): boolean;
}

/**
 * Starts an emulated machine. Emulated, because it runs everywhere, and a Debian
 * kernel boots on few of the virtualisations that a machine which is virtual itself has to offer.
 */
export async function startQemu(options: QemuOptions): Promise<Qemu> {
  const { folder, boot } = options;
  const forwards = [...options.forwards].map(([guest, here]) => `,hostfwd=tcp:127.0.0.1:${here}-:${guest}`);
  const log = openSync(join(folder, "qemu.log"), "a");
  const qemu = spawn(
    "qemu-system-x86_64",
    [
      // A saved state fits only the same machine: processor, memory and devices are fixed.
      ...["-machine", "q35", "-cpu", "max", "-smp", "2", "-m", "1024"],
      // Without a bound the emulator's translated code takes a gigabyte.
      ...["-accel", "tcg,thread=multi,tb-size=256"],
      ...["-nodefaults", "-display", "none", "-no-reboot"],
      ...["-kernel", join(boot, "vmlinuz"), "-initrd", join(boot, "initrd.img")],
      ...["-append", "root=LABEL=root rw console=ttyS0 mitigations=off"],
      ...["-drive", `file=${join(folder, "disk.qcow2")},if=virtio,cache=unsafe`],
      ...["-drive", `file=${join(folder, "seed.iso")},format=raw,if=virtio,readonly=on`],
      ...["-netdev", `user,id=net${forwards.join("")}`, "-device", "virtio-net-pci,netdev=net"],
      ...["-device", "virtio-rng-pci", "-serial", `file:${join(folder, "console.log")}`],
      ...["-qmp", `unix:${monitorPath(folder)},server=on,wait=off`, "-pidfile", join(folder, PID_FILE)],
      ...(options.fromSaved ? ["-loadvm", SNAPSHOT] : []),
    ],
    { stdio: ["ignore", log, log] },
  );
  closeSync(log);
  await once(qemu, "spawn");
  // A forgotten machine must not keep the test run from ending.
  qemu.unref();
  const hasEnded = () => qemu.exitCode !== null || qemu.signalCode !== null;
  const ended = () => waitFor("QEMU to end", async () => hasEnded() || undefined);
  return {
    hasEnded,
    async saveAndQuit() {
      await monitorCommand(monitorPath(folder), `savevm ${SNAPSHOT}`);
      qemu.kill("SIGTERM");
      await ended();
    },
    async kill() {
      qemu.kill("SIGKILL");
      await ended();
    },
  };
}

function monitorPath(folder: string): string {
  return join(folder, "monitor");
}
