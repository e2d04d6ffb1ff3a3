import assert from "node:assert/strict";
import type { Engine } from "../../providers/docker/engine";
import { NotFoundError } from "../../providers/docker/errors";
import { UserError } from "../../providers/errors";
import { DiskSpaceError } from "../../providers/linux/errors";
import { image } from "../../providers/resources/image";
import { formatBytes } from "../../providers/resources/image/transfer-progress";
import type { HostSession } from "../../providers/resources/lifecycle";
import type { Remote } from "../../providers/ssh/remote";
import { archives, type Archives } from "../support/archive";
import { webImage } from "../support/engine-images";
import { HOST_ID, imageContext, sessionOf } from "./image-context";

const HOST = { hostId: HOST_ID, address: "192.0.2.10" };

describe("An image on a host without room", () => {
  let files: Archives;
  before(async () => {
    files = await archives();
  });
  after(() => files.discard());

  const engineAt = (dataRoot: string): Engine =>
    ({
      name: "web-1",
      images: {
        list: async () => [],
        inspect: async () => {
          throw new NotFoundError({ host: "web-1", action: "inspect", status: 404, reason: "no such image" });
        },
      },
      system: { info: async () => ({ Architecture: "x86_64", DockerRootDir: dataRoot }) },
    }) as unknown as Engine;
  const remote = (freeKibibytes: number): Remote =>
    ({
      run: async (command: readonly string[]) => {
        assert.deepEqual(command, ["df", "-P", "-k", "/var/lib/docker"]);
        const stdout = `Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vda1 9999 1 ${freeKibibytes} 99% /var\n`;
        return { exitCode: 0, stdout, stderr: "" };
      },
    }) as unknown as Remote;
  const preview = (freeKibibytes: number): Promise<string[]> =>
    previewOn(sessionOf(engineAt("/var/lib/docker"), remote(freeKibibytes)));
  const previewHere = (dataRoot: string): Promise<string[]> =>
    previewOn(sessionOf(engineAt(dataRoot), undefined));
  const previewOn = async (session: HostSession): Promise<string[]> => {
    const archive = await files.save("large", webImage());
    const { inputs } = await image.check(imageContext([]), {
      olds: undefined,
      news: { values: { host: HOST, archive }, secrets: [] },
    });
    const over = imageContext([session]);
    await image.apply(over, {
      id: undefined,
      oldInputs: undefined,
      oldState: undefined,
      inputs,
      preview: true,
    });
    return over.logged;
  };

  it("must fail at preview, saying how much is free and how much is needed", async () => {
    await assert.rejects(preview(1024), (error: unknown) => {
      assert.ok(error instanceof DiskSpaceError && error instanceof UserError);
      assert.match(
        error.message,
        /does not fit on web-1: \/var\/lib\/docker has 1 MiB free and needs \d+ MiB/,
      );
      return true;
    });
  });

  it("must be previewed where there is room", async () => {
    assert.match(
      (await preview(1024 * 1024)).join(),
      /^info: web-1 lacks 2 of 2 layers of the image, [\d.]+ MB\.$/,
    );
  });

  it("must be previewed where this machine does not have the engine's folder, and not where that cannot be read", async () => {
    assert.equal((await previewHere("/nowhere/at/all")).length, 1);
    const unreadable = `/${"x".repeat(256)}`;
    await assert.rejects(previewHere(unreadable), { name: "DiskSpaceError", message: /ENAMETOOLONG/ });
  });
});

describe("Amounts of data", () => {
  it("must be said in three digits at most", () => {
    const texts = [0, 999, 1000, 312_400, 5_340_000, 53_400_000, 999_000_000, 1.25e9, 5e12].map(formatBytes);
    assert.deepEqual(texts, [
      "0 bytes",
      "999 bytes",
      "1.0 kB",
      "312 kB",
      "5.3 MB",
      "53 MB",
      "999 MB",
      "1.3 GB",
      "5000 GB",
    ]);
  });
});
