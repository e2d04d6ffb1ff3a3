import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { busybox } from "../support/images/busybox";

/** A build context on the disk, with busybox as the file `busybox`: no base image is to be had in a test. */
export interface ContextFolder {
  readonly path: string;
  write(name: string, content: string): Promise<void>;
  discard(): Promise<void>;
}

/** The steps that make an image of which the others can run a shell. */
export const WITH_SHELL = `FROM scratch
COPY busybox /bin/busybox
SHELL ["/bin/busybox", "sh", "-c"]
RUN /bin/busybox mkdir -p /tmp && /bin/busybox --install -s /bin
ENV PATH=/bin
`;

export async function contextFolder(files: Readonly<Record<string, string>>): Promise<ContextFolder> {
  const path = await mkdtemp(join(tmpdir(), "moorage-context-"));
  await writeFile(join(path, "busybox"), await busybox());
  await chmod(join(path, "busybox"), 0o755);
  const write = async (name: string, content: string): Promise<void> => {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  };
  for (const [name, content] of Object.entries(files)) await write(name, content);
  return { path, write, discard: () => rm(path, { recursive: true, force: true }) };
}
