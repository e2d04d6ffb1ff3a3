import { OWNER_LABEL, TEST_LABEL } from "../hosts/engine-cli";
import { run } from "../setup/command";
import type { TestImage } from "../images/image";
import { ensureRegistryBinary, registryBaseImage } from "./binary";

/** Where the registry's program lies in the image. */
export const REGISTRY_PROGRAM = "/usr/bin/docker-registry";

const PACK = `tar -C / -ch usr/bin/docker-registry $(ldd ${REGISTRY_PROGRAM} | grep -o '/[^ ]*') 2>/dev/null | base64`;

/** An image of Debian's docker-registry: its program and the libraries that it needs, and nothing else. */
export async function registryImage(): Promise<TestImage> {
  const [binary, base] = [await ensureRegistryBinary(), await registryBaseImage()];
  const labels = ["--label", TEST_LABEL, "--label", `${OWNER_LABEL}=${process.pid}`];
  const mount = ["--volume", `${binary}:${REGISTRY_PROGRAM}:ro`];
  const base64 = await run(["docker", "run", "--rm", ...labels, ...mount, base, "sh", "-euc", PACK]);
  return {
    name: "moorage-test/registry:2.8",
    layers: [Buffer.from(base64, "base64")],
    defaults: { Env: ["PATH=/usr/bin"] },
  };
}
