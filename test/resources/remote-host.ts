import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HostLink } from "../../sdk/link";
import type { Value } from "../../providers/resources/bag";
import { host as lifecycle } from "../../providers/resources/host";
import { type TestImage, writeArchive } from "../support/engine-images";
import type { TestHost } from "../support/host";
import type { DeploymentHost } from "./deployed";
import { creating, inputsFor, testContext } from "./host-context";

/** A throwaway machine as a host of resources. */
export interface RemoteHost extends DeploymentHost {
  /** Loads an image under its own name, and answers that name. */
  load(image: TestImage): Promise<string>;
  close(): Promise<void>;
}

/** Makes a machine a host, and opens it over SSH, as root unless `connection` says another user. */
export async function remoteHost(
  machine: TestHost,
  prefix: string,
  connection: Record<string, string> = {},
): Promise<RemoteHost> {
  const first = testContext();
  const { state } = await lifecycle.apply(first, creating(inputsFor(machine, connection)));
  const link = state.values["link"] as unknown as HostLink;
  return {
    prefix,
    link: link as unknown as Value,
    context(type, name, { stack = "dev", signal } = {}) {
      const made = testContext(
        {},
        { hosts: first.hosts, stack, ...(signal === undefined ? {} : { signal }) },
      );
      const token = `moorage:index:${type}`;
      const text = `urn:pulumi:${stack}::shop::${token}::${name}`;
      const logged: string[] = [];
      return {
        ...made,
        urn: { text, stack, project: "shop", type: token, name },
        progressed: made.said,
        logged,
        foreseen: [],
        log: (severity, message) => logged.push(`${severity}: ${message}`),
      };
    },
    async load(image) {
      const folder = await mkdtemp(join(tmpdir(), "moorage-image-"));
      await writeArchive(image, "docker", join(folder, "image.tar"));
      const { signal } = first;
      const { engine } = await first.hosts.open(link, { purpose: "apply", signal });
      await engine.images.load(createReadStream(join(folder, "image.tar")));
      await rm(folder, { recursive: true });
      return image.name;
    },
    close: () => first.hosts.close(),
  };
}
