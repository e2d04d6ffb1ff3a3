import assert from "node:assert/strict";
import type { Engine } from "../../providers/docker/engine";
import { DiskSpaceError } from "../../providers/linux/errors";
import { requireRoom } from "../../providers/resources/image/room";
import type { Remote } from "../../providers/ssh/remote";
import { sessionOf } from "./image-context";

const MEBIBYTE = 1024 * 1024;

describe("The room that an engine has for an image", () => {
  /** Asks for so many bytes where 100 MiB are free. */
  const require = (bytes: number, exitCode = 0): Promise<void> => {
    const stdout = [
      "Filesystem 1024-blocks Used Available Capacity Mounted on",
      `/dev/vda1 1024000 921600 ${100 * 1024} 90% /`,
    ].join("\n");
    const remote = { run: async () => ({ exitCode, stdout, stderr: "" }) } as unknown as Remote;
    const session = sessionOf({} as Engine, remote);
    return requireRoom(session, "/var/lib/docker", bytes, new AbortController().signal);
  };

  it("must be twice what is sent, as it is kept until it is unpacked", async () => {
    await require(50 * MEBIBYTE);
    await assert.rejects(require(50 * MEBIBYTE + 1), (error: unknown) => {
      assert.ok(error instanceof DiskSpaceError);
      assert.match(error.message, /does not fit on web-1: \/var\/lib\/docker has 100 MiB free and needs 101/);
      return true;
    });
  });

  it("must be taken for enough where nothing is sent, and where it cannot be told", async () => {
    await require(0);
    await require(Number.MAX_SAFE_INTEGER, 1);
  });
});
