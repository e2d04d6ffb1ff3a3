import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { run } from "../setup/command";

/** Part of a `#cloud-config` document. */
export type CloudConfig = Readonly<Record<string, unknown>>;

/**
 * Writes `seed.iso`, from which cloud-init takes the machine's name, its users and what the test adds. It says nothing
 * of the network: by itself cloud-init asks DHCP on the first card.
 */
export async function writeSeed(folder: string, publicKey: string, extra: CloudConfig): Promise<void> {
  const name = `vm-${basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")}`;
  const config = {
    disable_root: false,
    users: ["root", "deploy"].map((user) => ({
      name: user,
      sudo: "ALL=(ALL) NOPASSWD:ALL",
      shell: "/bin/bash",
      ssh_authorized_keys: [publicKey],
    })),
    ...extra,
  };
  const files = {
    "meta-data": { "instance-id": name, "local-hostname": name },
    "user-data": config,
  };
  for (const [file, content] of Object.entries(files)) {
    // Every JSON document is a YAML document.
    const head = file === "user-data" ? "#cloud-config\n" : "";
    await writeFile(join(folder, file), `${head}${JSON.stringify(content)}\n`);
  }
  const options = ["-quiet", "-output", "seed.iso", "-volid", "cidata", "-joliet", "-rock"];
  await run(["genisoimage", ...options, ...Object.keys(files)], { cwd: folder });
}
