import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../test/support/setup/command";
import { ensureTerraform, PROVIDER_VERSION } from "../../test/support/setup/terraform";
import type { Command } from "./cost";
import { containersOf, type Demand, IMAGE, LABELS, NETWORK, RESTART, VOLUME } from "./demand";
import { openSsh } from "./openssh";
import type { Peer, Place } from "./peer";

const SOURCE = "kreuzwerker/docker";

/** Terraform with kreuzwerker's Docker provider over `ssh://`. */
export async function terraform(place: Place): Promise<Peer> {
  const { program, mirror } = await ensureTerraform();
  const folder = await mkdtemp(join(tmpdir(), "moorage-bench-terraform-"));
  const { url, environment: ssh } = await openSsh(folder, place);
  const settings = join(folder, "terraform.rc");
  await writeFile(
    settings,
    `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`,
  );
  const environment = { ...ssh, TF_CLI_CONFIG_FILE: settings, CHECKPOINT_DISABLE: "1" };
  const declare = (demand: Demand) =>
    writeFile(join(folder, "main.tf.json"), JSON.stringify(configuration(url, demand)));
  await declare({ count: 0, colour: "blue" });
  await run([program, "init", "-input=false"], { cwd: folder, env: environment });
  const { terraform_version: version } = JSON.parse(
    await run([program, "version", "-json"], { cwd: folder, env: environment }),
  ) as { terraform_version: string };
  const act = (verb: string): Command => ({
    argv: [program, verb, "-auto-approve", "-input=false"],
    folder,
    environment,
  });
  return {
    name: "terraform",
    title: `Terraform ${version}, ${SOURCE} ${PROVIDER_VERSION}`,
    host: place.host,
    declare,
    apply: act("apply"),
    destroy: act("destroy"),
    discard: () => rm(folder, { recursive: true, force: true }),
  };
}

function configuration(host: string, demand: Demand): object {
  const labels = Object.entries(LABELS).map(([label, value]) => ({ label, value }));
  const containers = containersOf(demand).map(({ name, env, port, hasVolume }) => [
    name,
    {
      ...{ name, image: IMAGE, labels, restart: RESTART },
      env: Object.entries(env).map(([key, value]) => `${key}=${value}`),
      networks_advanced: [{ name: "${docker_network.bench.name}" }],
      ports: port === undefined ? [] : [{ internal: 80, external: port, ip: "127.0.0.1" }],
      volumes: hasVolume ? [{ volume_name: "${docker_volume.data.name}", container_path: "/data" }] : [],
    },
  ]);
  return {
    terraform: { required_providers: { docker: { source: SOURCE, version: PROVIDER_VERSION } } },
    provider: { docker: { host } },
    resource: {
      docker_network: { bench: { name: NETWORK } },
      docker_volume: { data: { name: VOLUME } },
      ...(demand.count === 0 ? {} : { docker_container: Object.fromEntries(containers) as object }),
    },
  };
}
