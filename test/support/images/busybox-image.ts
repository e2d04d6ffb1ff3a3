import { withScratchFolder } from "../setup/scratch";
import { announce } from "../setup/announce";
import { capture, run } from "../setup/command";
import { oneAtATime } from "../setup/lock";
import { hasImage, TEST_LABEL } from "../hosts/engine-cli";
import { busybox } from "./busybox";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What the services in stacks/ are built on. */
const BUSYBOX_IMAGE = "busybox:1.37";

/**
 * Sees to it that the local engine has the image that the services in stacks/ are built on: pulled where a registry
 * can be reached, else made from Debian's busybox under the same name.
 */
export async function ensureBusyboxImage(): Promise<void> {
  if (await hasImage(BUSYBOX_IMAGE)) return;
  await oneAtATime("busybox-image", async () => {
    if (await hasImage(BUSYBOX_IMAGE)) return;
    announce(`pulling ${BUSYBOX_IMAGE}`);
    if ((await capture(["docker", "pull", "--quiet", BUSYBOX_IMAGE])).code === 0) return;
    announce(`no registry answers: making ${BUSYBOX_IMAGE} from Debian's busybox`);
    await make();
  });
}

async function make(): Promise<void> {
  await withScratchFolder(async (context) => {
    await writeFile(join(context, "busybox"), await busybox());
    await chmod(join(context, "busybox"), 0o755);
    const lines = [
      "FROM scratch",
      "COPY busybox /bin/busybox",
      'RUN ["/bin/busybox", "mkdir", "-p", "/tmp", "/root"]',
      'RUN ["/bin/busybox", "--install", "-s", "/bin"]',
      'CMD ["sh"]',
    ];
    await writeFile(join(context, "Dockerfile"), `${lines.join("\n")}\n`);
    await run(["docker", "build", `--label=${TEST_LABEL}`, `--tag=${BUSYBOX_IMAGE}`, context]);
  });
}
